/** Where a stranger's link leads, parsed once: what is checked and shown is the very string that is opened. */
export interface WebLink {
  readonly href: string;
  /** The host as it is looked up (punycode), with its port; of a mail link the address. */
  readonly place: string;
}

const mailAddress = /^[^\s%@,;:<>"()]+@[^\s%@,;:<>"()]+$/;

/**
 * The web or mail link of this text; undefined for everything else. No user-info: `https://bank.example@evil.example` is made to
 * be misread. A mail link keeps nothing but its one address: subject, body, copies and attachments are not a stranger's to fill in.
 */
export function webLink(text: string): WebLink | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, href, host, pathname } = new URL(text);
  if (protocol === 'mailto:') {
    return mailAddress.test(pathname) ? { href: `mailto:${pathname}`, place: pathname } : undefined;
  }
  if (!['http:', 'https:'].includes(protocol) || username !== '' || password !== '') return undefined;
  return { href, place: host };
}

/** Whether a link's label already says where it leads: it is the address, or begins with the true host. */
export function saysPlace(label: string, { href, place }: WebLink): boolean {
  const text = label.trim();
  const rest = text.replace(/^(?:https?:\/\/|mailto:)/i, '');
  return text === href || rest === place || ['/', '?', '#'].some((next) => rest.startsWith(place + next));
}
