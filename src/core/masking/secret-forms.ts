/** A value that nobody is to see, under the name that is shown in its place. */
export interface SecretValue {
  readonly name: string;
  readonly value: string;
}

/** Shorter values are found in too many innocent words to be replaced everywhere. */
const MIN_LENGTH = 6;
/** A line of a longer value (a private key) counts by itself from here on. */
const MIN_LINE = 16;

/** Words that are no secret whoever stores them: masking them would make ordinary text unreadable. */
const common = new Set(
  (
    'enabled disabled default undefined localhost 127.0.0.1 0.0.0.0 production development staging testing ' +
    'pending running completed failed cancelled success message content password secret example changeme'
  ).split(' '),
);

/** Whether a value can be masked wherever it appears; people are told when theirs cannot. */
export function isMaskable(value: string): boolean {
  const text = value.trim();
  return text.length >= MIN_LENGTH && !common.has(text.toLowerCase()) && !/^(.)\1*$/s.test(text);
}

/** How a secret may be spelled in what comes back: as it is, inside of JSON, in an address, in base64, line by line. */
export function formsOf(value: string): readonly string[] {
  if (!isMaskable(value)) return [];
  const text = value.trim();
  const forms = [value, text, JSON.stringify(text).slice(1, -1), base64(value), base64(text)];
  const lines = text.split(/\r?\n/);
  if (lines.length > 1) forms.push(lines.join('\n'), lines.join('\r\n'), ...lines.filter(isTelling));
  if (text.isWellFormed()) forms.push(encodeURIComponent(text));
  return [...new Set(forms)];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}

/** The first and the last line of a PEM file are the same in all of them. */
function isTelling(line: string): boolean {
  return line.length >= MIN_LINE && !line.startsWith('-----');
}
