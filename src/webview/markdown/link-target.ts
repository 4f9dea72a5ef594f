import { decodeEntities } from './entities';

/** Where a link of an answer leads: out to the web, to a file of the task's workspace, or nowhere (not a link then). */
export type LinkTarget =
  | { readonly kind: 'web'; readonly href: string; readonly host: string }
  | { readonly kind: 'file'; readonly path: string }
  | undefined;

const webSchemes = new Set(['http:', 'https:', 'mailto:']);
const artifactScheme = 'sigmic-artifact:';
const unsafePath = /[\p{Cc}\\]|(?:^|\/)\.\.(?:\/|$)/u;

/** Sorts a Markdown link's destination. Anything that is not plainly harmless leads nowhere. */
export function linkTarget(destination: string): LinkTarget {
  const href = decodeEntities(destination).trim();
  if (/^[A-Za-z][A-Za-z\d+.-]*:/.test(href)) return absoluteTarget(href);
  if (href === '' || /^(?:\/\/|[#?])/.test(href)) return undefined;
  return fileTarget(href);
}

function absoluteTarget(href: string): LinkTarget {
  const url = parseUrl(href);
  if (url === undefined) return undefined;
  if (url.protocol === artifactScheme) return fileTarget(url.pathname.replace(/^\/*[^/]+\//, ''));
  if (!webSchemes.has(url.protocol)) return undefined;
  return { kind: 'web', href: url.href, host: url.protocol === 'mailto:' ? url.pathname : url.host };
}

function fileTarget(reference: string): LinkTarget {
  const path = decodePath(reference.replace(/[?#].*$/su, ''))?.replace(/^(?:\.?\/)+/, '');
  return path === undefined || path === '' || unsafePath.test(path) ? undefined : { kind: 'file', path };
}

function parseUrl(href: string): URL | undefined {
  return URL.canParse(href) ? new URL(href) : undefined;
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
