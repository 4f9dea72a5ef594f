import * as vscode from 'vscode';
import {
  createTransport,
  loadSystemCertificates,
  type NetworkSettings,
  type Transport,
} from '../../core/api';
import type { Log } from './log';

const relevant = [
  'http.proxy',
  'http.noProxy',
  'http.proxyStrictSSL',
  'http.proxySupport',
  'http.systemCertificates',
];

/** How requests get out of this machine, and whether the certificates of the system are among those trusted. */
export interface Way {
  readonly network: NetworkSettings;
  readonly env: NodeJS.ProcessEnv;
  readonly usesSystemStore: boolean;
}

/** Owns the sockets, made by VS Code's network settings, and made anew when these change. */
export class Network implements vscode.Disposable {
  private current: Transport | undefined;
  private systemCertificates: readonly string[] = [];
  private loading: Promise<void> | undefined;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly listening: vscode.Disposable;

  /** The way out changed: whoever waits to reconnect may try now. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly log: Log,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.listening = vscode.workspace.onDidChangeConfiguration((event) => {
      if (relevant.some((setting) => event.affectsConfiguration(setting))) this.rebuild();
    });
  }

  /** Reads the system's certificates, once; to be awaited before the first request. */
  prepare(): Promise<void> {
    this.loading ??= loadSystemCertificates(this.env).then((certificates) => {
      this.systemCertificates = certificates;
    });
    return this.loading;
  }

  /** The transport of the settings of now; made at its first use. */
  transport(): Transport {
    this.current ??= this.create();
    return this.current;
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
    this.close();
  }

  /** What decides the way out, by the settings of now. */
  way(): Way {
    const http = vscode.workspace.getConfiguration('http');
    const usesSystemStore = http.get<unknown>('systemCertificates') !== false;
    const ca = usesSystemStore ? this.systemCertificates : [];
    // VS Code puts its knowledge of proxies and certificates into the global one, and may do so anew: look for it at each call.
    const fetch: NetworkSettings['fetch'] = (url, init) => globalThis.fetch(url, init);
    return { network: { ...proxySettings(http), ca, fetch }, env: this.env, usesSystemStore };
  }

  private create(): Transport {
    const { network, env } = this.way();
    return createTransport(network, env);
  }

  private rebuild(): void {
    this.log.info('The network settings changed.');
    this.close();
    this.changed.fire();
  }

  private close(): void {
    const closing = this.current?.close();
    this.current = undefined;
    closing?.catch((error: unknown) => this.log.warn(`Closing the connections failed: ${String(error)}`));
  }
}

function proxySettings(http: vscode.WorkspaceConfiguration): NetworkSettings {
  const proxy = http.get<unknown>('proxy');
  const noProxy = http.get<unknown>('noProxy');
  return {
    proxy: typeof proxy === 'string' && proxy !== '' ? proxy : undefined,
    noProxy: Array.isArray(noProxy) ? noProxy.filter((host) => typeof host === 'string') : undefined,
    proxySupport: http.get<unknown>('proxySupport') === 'off' ? 'off' : undefined,
    strictSSL: http.get<unknown>('proxyStrictSSL') !== false,
  };
}
