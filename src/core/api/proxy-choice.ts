import { SigmicError } from './errors';
import { isLoopback } from './origin';
import type { NetworkSettings } from './transport';

/** Names of the environment variables, in the order they count; lower case is looked up as well. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
const protocols = new Set(['http:', 'https:', 'socks5:', 'socks:']);

/**
 * The proxy for requests to `url`, or undefined for a direct connection. A setting wins over the environment.
 * This machine is always reached directly. Throws SigmicError('invalid') when the proxy is no usable URL.
 */
export function chooseProxy(url: URL, settings: NetworkSettings, env: NodeJS.ProcessEnv): URL | undefined {
  const value = firstOf(settings.proxy, ...proxyVariables.map((name) => variable(env, name)));
  if (value === undefined || isLoopback(url.hostname)) return undefined;
  const direct =
    settings.noProxy !== undefined && settings.noProxy.length > 0
      ? settings.noProxy
      : (variable(env, 'NO_PROXY') ?? '').split(/[\s,]+/);
  return direct.some((rule) => matches(rule, url)) ? undefined : parseProxy(value);
}

/** One rule of a no-proxy list: a host, which covers its subdomains, with or without a port; `*` is every host. */
function matches(rule: string, url: URL): boolean {
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(rule.trim().toLowerCase()) ?? [];
  if (name === '' || (port !== undefined && port !== (url.port || '443'))) return false;
  if (name === '*') return true;
  const suffix = name.replace(/^\*?\./, '');
  return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
}

function parseProxy(value: string): URL {
  const full = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url !== undefined && url.hostname !== '' && protocols.has(url.protocol)) return url;
  throw new SigmicError('invalid', 'The proxy must be the URL of an HTTP, HTTPS or SOCKS5 proxy.', {
    code: 'INVALID_PROXY',
    sent: false,
  });
}

function variable(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return firstOf(env[name], env[name.toLowerCase()]);
}

function firstOf(...values: readonly (string | undefined)[]): string | undefined {
  return values.map((value) => value?.trim()).find((value) => value !== undefined && value !== '');
}
