import type { NetworkSettings } from '../api';
import { fetchTransport } from '../api/fetch-transport';
import { ProxyRefusedError } from '../api/proxy-refused';
import { mayGoBeside } from '../api/transport';

/**
 * Whether the editor's own `fetch` gets an answer from `url` where we cannot connect; it is sent no key. Throws ProxyRefusedError
 * when it met a proxy that does not let it through.
 */
export async function leadsBeside(
  url: URL,
  settings: NetworkSettings,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<boolean> {
  if (settings.fetch === undefined || !mayGoBeside(url, settings, env)) return false;
  const transport = fetchTransport(settings.fetch);
  try {
    const answer = await transport.request({ url, method: 'GET', headers: {}, signal });
    answer.body.destroy();
    return true;
  } catch (error) {
    if (error instanceof ProxyRefusedError) throw error;
    return false;
  } finally {
    await transport.close();
  }
}
