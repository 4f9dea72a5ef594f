import { BlockList, isIP } from 'node:net';
import { bare } from './trust';

/**
 * Whether a rule of a no-proxy list (`http.noProxy`, `NO_PROXY`) covers `url`, so that it is reached without the proxy. As curl and
 * VS Code read them: a host, which covers its subdomains; an address; a range of addresses (`10.0.0.0/8`, `fd00::/8`); `*` is every
 * host. With a port, the rule is for that port only; an IPv6 address then stands in brackets.
 */
export function isCovered(rule: string, url: URL): boolean {
  const { name, port } = parseRule(rule.trim().toLowerCase());
  if (name === '' || (port !== undefined && port !== (url.port || '443'))) return false;
  if (name === '*') return true;
  const host = bare(url.hostname);
  if (isIP(host) !== 0) return addresses(name)?.check(host, familyOf(host)) ?? false;
  const suffix = name.replace(/^\*?\./, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}

/** The colons of an IPv6 address without brackets begin no port. */
function parseRule(rule: string): { name: string; port?: string | undefined } {
  const bracketed = /^\[([^\]]*)\](\/\d+)?(?::(\d+))?$/.exec(rule);
  if (bracketed !== null) return { name: `${bracketed[1] ?? ''}${bracketed[2] ?? ''}`, port: bracketed[3] };
  if (/:.*:/.test(rule)) return { name: rule };
  const [, name = '', port] = /^(.*?)(?::(\d+))?$/.exec(rule) ?? [];
  return { name, port };
}

/** The addresses that a rule means; undefined when it means none. */
function addresses(rule: string): BlockList | undefined {
  const [, address = '', bits] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(rule) ?? [];
  if (isIP(address) === 0) return undefined;
  const list = new BlockList();
  if (bits === undefined) list.addAddress(address, familyOf(address));
  else if (Number(bits) > (isIP(address) === 4 ? 32 : 128)) return undefined;
  else list.addSubnet(address, Number(bits), familyOf(address));
  return list;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
