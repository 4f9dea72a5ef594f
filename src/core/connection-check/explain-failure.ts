import { describeError, isSigmicError } from '../api';
import { networkError } from '../api/network-error';
import { ProxyRefusedError } from '../api/proxy-refused';
import type { Route } from '../api/proxy-choice';
import type { CheckStep } from './step';

export type Found = Pick<CheckStep, 'words' | 'advice' | 'setting' | 'needsKey'>;

/** What to say about a fault on the way to `url`, and the setting for it. `firstEventMs`: how long a stream was waited for. */
export function explainFailure(error: unknown, route: Route, url: URL, firstEventMs: number): Found {
  if (isSigmicError(error, 'silence')) {
    const by = route.proxy === undefined ? 'Something on the way' : 'The proxy, or something behind it,';
    return {
      words: `Nothing came for ${firstEventMs / 1000} seconds. ${by} seems to hold the stream back.`,
      advice: `Ask who runs the network not to buffer text/event-stream of ${url.hostname}.`,
      ...(route.proxy !== undefined && { setting: 'http.noProxy' }),
    };
  }
  const failed = networkError(error, { method: 'GET', failedToConnect: true });
  const { message, action } = describeError(failed, 'check');
  const words = sentence(message.replace(/^Could not check: /, ''));
  if (action?.id === 'signIn') return { words, needsKey: true };
  if (failed.kind !== 'network')
    return { words, ...(settingOf(action?.id) && { setting: settingOf(action?.id) }) };
  if (route.proxy !== undefined)
    return {
      words:
        failed.code === 'PROXY_AUTH_REQUIRED' && route.proxy.username !== ''
          ? 'The proxy does not accept the user name and password that it was given.'
          : words.replace(/the server\b/i, 'the proxy'),
      advice: `The proxy is the one of ${route.namedBy}: look whether it is right.`,
      setting: 'http.proxy',
    };
  // One that nobody named to us, so that VS Code must have found it.
  if (error instanceof ProxyRefusedError) return { words, setting: 'http.proxy' };
  // No proxy leads to this computer.
  if (route.because === 'thisMachine') return { words, setting: 'sigmic.apiUrl' };
  if (route.because === 'switchedOff')
    return {
      words,
      advice: 'If this network needs a proxy, switch http.proxySupport on.',
      setting: 'http.proxySupport',
    };
  return { words, advice: 'If this network needs a proxy, name it in http.proxy.', setting: 'http.proxy' };
}

function settingOf(action: string | undefined): string | undefined {
  if (action === 'settings') return 'sigmic.apiUrl';
  return action === 'proxySettings' ? 'http.proxy' : undefined;
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
