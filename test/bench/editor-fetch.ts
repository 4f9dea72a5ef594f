import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Fetch } from '../../src/core/api/fetch-transport';
import { installEditor } from '../rig/install-editor';

interface ProxyAgentModule {
  createProxyResolver(params: object): { resolveProxyURL(url: string): Promise<string | undefined> };
  createFetchPatch(
    params: object,
    fetch: typeof globalThis.fetch,
    resolve: (url: string) => Promise<string | undefined>,
  ): typeof globalThis.fetch;
}

/**
 * The very `fetch` that VS Code gives to extensions, from an installed editor: asked for a proxy, the window has run a PAC file
 * and answered with `proxy` (a URL); `authority` (PEM) is what the system trusts.
 */
export async function editorFetch(proxy: string, authority: string): Promise<Fetch> {
  const { server } = await installEditor('latest');
  const load = createRequire(server);
  // Its own types are not at hand; what does not fit fails with the first request.
  const agent = load(
    join(dirname(server), '..', 'node_modules', '@vscode', 'proxy-agent'),
  ) as ProxyAgentModule;
  const silent = (): void => undefined;
  const params = {
    resolveProxy: () => Promise.resolve(`PROXY ${new URL(proxy).host}`),
    isUseHostProxyEnabled: () => true,
    getProxyURL: () => undefined,
    getProxySupport: () => 'override',
    getNoProxyConfig: () => [],
    isAdditionalFetchSupportEnabled: () => true,
    addCertificatesV1: () => true,
    addCertificatesV2: () => false,
    loadSystemCertificatesFromNode: () => true,
    loadAdditionalCertificates: () => Promise.resolve([authority]),
    proxyResolveTelemetry: silent,
    getLogLevel: () => 0,
    log: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
    env: {},
  };
  const resolver = agent.createProxyResolver(params);
  const patched = agent.createFetchPatch(params, globalThis.fetch, (url) => resolver.resolveProxyURL(url));
  return (url, init) => patched(url, init);
}
