import { SigmicError } from './errors';
import { isCovered } from './no-proxy';
import { isLoopback } from './origin';
import type { NetworkSettings } from './transport';

/**
 * Names of the environment variables, in the order they count; lower case is looked up as well. That HTTP_PROXY serves for https
 * when it stands alone is what VS Code does too.
 */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'];
const protocols = new Set(['http:', 'https:']);

/** The way to the API, and why it is this one. Names of settings and variables are as people write them. */
export type Route =
  | { readonly proxy: URL; readonly namedBy: string }
  | {
      readonly proxy?: undefined;
      readonly because: 'thisMachine' | 'switchedOff' | 'noneNamed' | 'exempt';
      /** Of an exemption: the rule, and where it stands. */
      readonly rule?: string;
      readonly namedBy?: string;
    };

/**
 * The way for requests to `url`. A setting wins over the environment. This machine is always reached directly. Throws
 * SigmicError('invalid') when the proxy is no usable URL, or of a kind that cannot be used.
 */
export function chooseRoute(url: URL, settings: NetworkSettings, env: NodeJS.ProcessEnv): Route {
  if (isLoopback(url.hostname)) return { because: 'thisMachine' };
  // VS Code then ignores the environment's proxies too.
  if (settings.proxySupport === 'off') return { because: 'switchedOff' };
  const named = firstOf(
    { namedBy: 'http.proxy', value: settings.proxy },
    ...proxyVariables.flatMap((name) => variables(env, name)),
  );
  if (named === undefined) return { because: 'noneNamed' };
  const exempt = exemptions(settings, env).find(({ value }) => isCovered(value, url));
  if (exempt !== undefined) return { because: 'exempt', rule: exempt.value, namedBy: exempt.namedBy };
  return { proxy: parseProxy(named), namedBy: named.namedBy };
}

interface Named {
  /** The setting or the variable of the environment. */
  readonly namedBy: string;
  readonly value: string;
}

type MaybeNamed = Omit<Named, 'value'> & { readonly value: string | undefined };

function exemptions(settings: NetworkSettings, env: NodeJS.ProcessEnv): Named[] {
  if (settings.noProxy !== undefined && settings.noProxy.length > 0)
    return settings.noProxy.map((value) => ({ namedBy: 'http.noProxy', value }));
  const { namedBy, value } = firstOf(...variables(env, 'NO_PROXY')) ?? { namedBy: '', value: '' };
  return value.split(/[\s,]+/).map((rule) => ({ namedBy, value: rule }));
}

function parseProxy({ namedBy, value }: Named): URL {
  const full = value.includes('://') ? value : `http://${value}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (url !== undefined && url.hostname !== '' && protocols.has(url.protocol)) return url;
  const socks = url?.protocol.startsWith('socks') === true;
  const what = socks ? 'a SOCKS proxy, which cannot be used here' : 'not the URL of a proxy';
  throw new SigmicError('invalid', `What ${namedBy} names is ${what}. Name an HTTP or HTTPS proxy.`, {
    code: 'INVALID_PROXY',
    sent: false,
  });
}

function variables(env: NodeJS.ProcessEnv, name: string): MaybeNamed[] {
  return [name, name.toLowerCase()].map((namedBy) => ({ namedBy, value: env[namedBy] }));
}

function firstOf(...values: readonly MaybeNamed[]): Named | undefined {
  for (const { namedBy, value = '' } of values)
    if (value.trim() !== '') return { namedBy, value: value.trim() };
  return undefined;
}
