import { webLink, type WebLink } from '../../core/web-link';
import { decodeEntities } from './entities';

/** Where a link of an answer leads: out to the web, to a file of the task's workspace, or nowhere (not a link then). */
export type LinkTarget =
  ({ readonly kind: 'web' } & WebLink) | { readonly kind: 'file'; readonly path: string } | undefined;

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
  if (href.toLowerCase().startsWith(artifactScheme)) return artifactTarget(href);
  const link = webLink(href);
  return link && { kind: 'web', ...link };
}

function artifactTarget(href: string): LinkTarget {
  if (!URL.canParse(href)) return undefined;
  return fileTarget(new URL(href).pathname.replace(/^\/*[^/]+\//, ''));
}

function fileTarget(reference: string): LinkTarget {
  const path = decodePath(reference.replace(/[?#].*$/su, ''))?.replace(/^(?:\.?\/)+/, '');
  return path === undefined || path === '' || unsafePath.test(path) ? undefined : { kind: 'file', path };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
