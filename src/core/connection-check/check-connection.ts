import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { parseApiUrl, type NetworkSettings, type TaskApi } from '../api';
import { chooseRoute, type Route } from '../api/proxy-choice';
import { bare } from '../api/trust';
import { leadsBeside } from './beside';
import { checkCertificate } from './certificate';
import { explainFailure, type Found } from './explain-failure';
import { stations, Stopped, type CheckStep, type Station } from './step';
import { connectMs, openProxy, openSocket, openTunnel } from './tunnel';

export interface CheckOptions {
  /** The address of the API and what names it. Throws SigmicError('invalid') when it cannot be used. */
  readonly address: () => { readonly url: string; readonly namedBy: string };
  readonly network: NetworkSettings;
  /** Where variables name a proxy. */
  readonly env: NodeJS.ProcessEnv;
  /** False: `http.systemCertificates` is off. */
  readonly usesSystemStore: boolean;
  readonly api: Pick<TaskApi, 'listTasks' | 'openStream'>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onStation?: (station: Station) => void;
}

const answerMs = 15_000;
/** What only sockets of our own go through. */
const ownStations: ReadonlySet<Station> = new Set(['Name', 'Connection', 'Certificate']);
/** A stream begins with what is saved, at once. Nothing for this long: something on the way holds it back. */
const firstEventMs = 20_000;

/** Goes the way of a call station by station, with sockets of its own, and says what was found at each. Rejects only when `signal` fires. */
export async function checkConnection(options: CheckOptions): Promise<CheckStep[]> {
  const walk = new Walk(options);
  const steps: CheckStep[] = [];
  try {
    for (const station of stations) {
      options.signal.throwIfAborted();
      options.onStation?.(station);
      const step = await walk.at(station);
      steps.push(step);
      if (step.outcome === 'bad') break;
    }
  } finally {
    walk.end();
  }
  options.signal.throwIfAborted();
  const rest = stations.slice(steps.length);
  return [...steps, ...rest.map((station) => untried(station, 'Not tried.'))];
}

/** What one station learns and later ones need. */
class Walk {
  private url = new URL('https://invalid.invalid');
  private route: Route = { because: 'noneNamed' };
  private socket: Socket | undefined;
  private taskId: string | undefined;
  /** The editor's own way is taken, as we cannot connect. */
  private beside = false;

  constructor(private readonly options: CheckOptions) {}

  async at(station: Station): Promise<CheckStep> {
    if (this.beside && ownStations.has(station)) return untried(station, 'VS Code’s own way is used.');
    try {
      const found = await this.pass(station);
      return typeof found === 'string' ? { station, outcome: 'good', words: found } : found;
    } catch (error) {
      return this.failure(station, error);
    }
  }

  private async failure(station: Station, error: unknown): Promise<CheckStep> {
    const found = error instanceof Stopped ? { words: error.words, ...error.help } : this.explain(error);
    if (!ownStations.has(station)) return { station, outcome: 'bad', ...found };
    const { network, env, signal } = this.options;
    try {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)]);
      this.beside = await leadsBeside(this.url, network, env, limit);
    } catch (refusal) {
      return { station, outcome: 'bad', ...this.explain(refusal) };
    }
    if (!this.beside) return { station, outcome: 'bad', ...found };
    const words = `Not directly: ${found.words} VS Code’s own way leads there, by a proxy or the certificates of this computer.`;
    return untried(station, words);
  }

  end(): void {
    this.socket?.destroy();
  }

  private pass(station: Station): string | CheckStep | Promise<string | CheckStep> {
    switch (station) {
      case 'Address':
        return this.findAddress();
      case 'Proxy':
        return this.findProxy();
      case 'Name':
        return this.resolve();
      case 'Connection':
        return this.connect();
      case 'Certificate':
        return this.secure();
      case 'Key':
        return this.callWithKey();
      case 'Stream':
        return this.listen();
    }
  }

  private findAddress(): string {
    const { url, namedBy } = this.options.address();
    this.url = parseApiUrl(url);
    return `${this.url.href.replace(/\/$/, '')} (${namedBy}).`;
  }

  private findProxy(): string {
    this.route = chooseRoute(this.url, this.options.network, this.options.env);
    const { route } = this;
    if (route.proxy !== undefined) {
      const user = route.proxy.username === '' ? 'without a user' : 'with a user and password';
      return `${route.proxy.protocol}//${route.proxy.host}, ${user} (${route.namedBy}).`;
    }
    switch (route.because) {
      case 'thisMachine':
        return 'None: the API is on this computer.';
      case 'switchedOff':
        return 'None: http.proxySupport is off.';
      case 'exempt':
        return `None: ${route.namedBy ?? ''} has “${route.rule ?? ''}”.`;
      case 'noneNamed':
        return 'None: neither http.proxy nor the environment names one.';
    }
  }

  private async resolve(): Promise<string> {
    const host = bare((this.route.proxy ?? this.url).hostname);
    if (isIP(host) !== 0) return `${host} is an address.`;
    const begun = this.options.now();
    const found = await inTime(lookup(host, { all: true }), this.options.signal);
    const addresses = found.map(({ address }) => address).join(', ');
    return `${host} is ${addresses}${this.since(begun)}.`;
  }

  private async connect(): Promise<string> {
    const { network, now, signal } = this.options;
    const begun = now();
    const { proxy } = this.route;
    if (proxy === undefined) {
      const port = Number(this.url.port || (this.url.protocol === 'https:' ? 443 : 80));
      const direct = (this.socket = await openSocket(bare(this.url.hostname), port, signal));
      return `${direct.remoteAddress ?? 'The server'} answers on port ${port}${this.since(begun)}.`;
    }
    const socket = (this.socket = await openProxy(proxy, network, signal));
    await inTime(openTunnel(socket, proxy, this.url), signal);
    return `The proxy opened a way to ${this.url.host}${this.since(begun)}.`;
  }

  private async secure(): Promise<string> {
    if (this.url.protocol === 'http:') return 'None needed: the API is on this computer.';
    const { socket } = this;
    if (socket === undefined) throw new Stopped('There is no connection.');
    return checkCertificate(socket, this.url, this.options.network, this.options.usesSystemStore);
  }

  private async callWithKey(): Promise<string> {
    const { api, now, signal } = this.options;
    const begun = now();
    const { tasks } = await api.listTasks({ limit: 1 }, { signal, timeoutMs: answerMs });
    this.taskId = tasks[0]?.id;
    return `Sigmic accepts it${this.since(begun)}.`;
  }

  private async listen(): Promise<string | CheckStep> {
    const { api, now, signal } = this.options;
    if (this.taskId === undefined)
      return untried('Stream', 'There is no task yet that could be listened to.');
    const begun = now();
    const events = api.openStream(this.taskId, { signal, silenceMs: firstEventMs });
    for await (const _ of events) return `The first event of the newest task came${this.since(begun)}.`;
    return 'The stream ended at once.';
  }

  /** " after 12 ms" */
  private since(begun: number): string {
    return ` after ${Math.max(0, Math.round(this.options.now() - begun))} ms`;
  }

  private explain(error: unknown): Found {
    return explainFailure(error, this.route, this.url, firstEventMs);
  }
}

function untried(station: Station, words: string): CheckStep {
  return { station, outcome: 'untried', words };
}

/** What takes no signal, for 10 s at most. */
async function inTime<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(connectMs)]);
  const ended = new Promise<never>((_, reject) => {
    const late = (): void => reject(Object.assign(new Error('No answer in time.'), { code: 'ETIMEDOUT' }));
    if (limit.aborted) late();
    else limit.addEventListener('abort', late, { once: true });
  });
  return Promise.race([promise, ended]);
}
