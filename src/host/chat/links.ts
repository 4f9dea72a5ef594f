const openable = ['http:', 'https:', 'mailto:'];

/**
 * The address to open for a link that a stranger wrote, or undefined when it must not be opened: parsed once, so that what is
 * checked is what is opened. No user-info: `https://bank.example@evil.example` is made to be misread.
 */
export function openableLink(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (!openable.includes(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}
