/** A value that nobody is to see, under the name that is shown in its place. */
export interface SecretValue {
  readonly name: string;
  readonly value: string;
}

/**
 * Shorter values are found in too many innocent words and numbers to be replaced everywhere, and can be guessed anyway (ports,
 * years, "true"); whoever stores one is told that it is not masked.
 */
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

/**
 * How a secret may be spelled in what comes back: as it is, inside of JSON, in an address, in base64, line by line. JSON may
 * be within JSON, and say what is not ASCII, or a slash, with a backslash.
 */
export function formsOf(value: string): readonly string[] {
  if (!isMaskable(value)) return [];
  const text = value.trim();
  const lines = text.split(/\r?\n/);
  const spellings = new Set([value, text, lines.join('\n'), lines.join('\r\n')]);
  const forms = [...spellings].flatMap((one) => [one, ...inJson(one), ...inBase64(one), ...inAddress(one)]);
  if (lines.length > 1) forms.push(...lines.filter(isTelling));
  return [...new Set(forms)];
}

function inJson(text: string): readonly string[] {
  const json = escaped(text);
  const ascii = json.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const once = [json, ascii, json.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
  return [...once, escaped(json), escaped(ascii)];
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** By itself, and, without the letters that its neighbours share, within something longer (`user:password`). */
function inBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text, 'utf8');
  const within = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const forms = [bytes.toString('base64').replace(/=+$/, ''), ...within];
  return [...forms, ...forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'))];
}

/** Programs differ in what they leave as it is, in the letters of the numbers, and in a space being a plus. */
function inAddress(text: string): readonly string[] {
  if (!text.isWellFormed()) return [];
  const plain = encodeURIComponent(text);
  const strict = plain.replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
  const all = [plain, strict, encodeURI(text), strict.replaceAll('%2F', '/')];
  const forms = [...all, ...all.map((form) => form.replaceAll('%20', '+'))];
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

/** The first and the last line of a PEM file are the same in all of them. */
function isTelling(line: string): boolean {
  return line.length >= MIN_LINE && !line.startsWith('-----');
}
