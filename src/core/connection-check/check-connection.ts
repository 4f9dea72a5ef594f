import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { describeError, isSigmicError, parseApiUrl, type NetworkSettings, type TaskApi } from '../api';
import { chooseRoute, type Route } from '../api/proxy-choice';
import { networkError } from '../api/network-error';
import { bare } from '../api/trust';
import { checkCertificate } from './certificate';
import { stations, Stopped, type CheckStep, type Station } from './step';
import { connectMs, openProxy, openSocket, openTunnel } from './tunnel';

export interface CheckOptions {
  /** The address of the API and what names it. Throws SigmicError('invalid') when it cannot be used. */
  readonly address: () => { readonly url: string; readonly namedBy: string };
  readonly network: NetworkSettings;
  /** Where variables name a proxy; empty when VS Code is told to use none. */
  readonly env: NodeJS.ProcessEnv;
  /** False: `http.systemCertificates` is off. */
  readonly usesSystemStore: boolean;
  readonly api: Pick<TaskApi, 'listTasks' | 'openStream'>;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onStation?: (station: Station) => void;
}

const answerMs = 15_000;
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

  constructor(private readonly options: CheckOptions) {}

  async at(station: Station): Promise<CheckStep> {
    try {
      const found = await this.pass(station);
      return typeof found === 'string' ? { station, outcome: 'good', words: found } : found;
    } catch (error) {
      if (error instanceof Stopped) return { station, outcome: 'bad', words: error.words, ...error.help };
      return { station, outcome: 'bad', ...this.explain(error) };
    }
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

  private explain(error: unknown): Pick<CheckStep, 'words' | 'advice' | 'setting'> {
    if (isSigmicError(error, 'silence')) {
      const by =
        this.route.proxy === undefined ? 'Something on the way' : 'The proxy, or something behind it,';
      return {
        words: `Nothing came for ${firstEventMs / 1000} seconds. ${by} seems to hold the stream back.`,
        advice: `Ask who runs the network not to buffer text/event-stream of ${this.url.hostname}.`,
        ...(this.route.proxy !== undefined && { setting: 'http.noProxy' }),
      };
    }
    const failed = networkError(error, { method: 'GET', failedToConnect: true });
    const { message, action } = describeError(failed, 'check');
    const words = sentence(message.replace(/^Could not check: /, ''));
    if (failed.kind !== 'network')
      return { words, ...(settingOf(action?.id) && { setting: settingOf(action?.id) }) };
    const { proxy, namedBy } = this.route;
    if (proxy === undefined)
      return {
        words,
        advice: 'If this network needs a proxy, name it in http.proxy.',
        setting: 'http.proxy',
      };
    return {
      words: words.replace(/the server\b/i, 'the proxy'),
      advice: `The proxy is the one of ${namedBy}: look whether it is right.`,
      setting: 'http.proxy',
    };
  }
}

function settingOf(action: string | undefined): string | undefined {
  if (action === 'settings') return 'sigmic.apiUrl';
  return action === 'proxySettings' ? 'http.proxy' : undefined;
}

function untried(station: Station, words: string): CheckStep {
  return { station, outcome: 'untried', words };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
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
