import fc from 'fast-check';

/** Stands for a value of thousands of lists in lists where `jsonText` writes it; nobody can print such a value. */
const deepMark = '(very deep)';

/** The JSON of a value as a server would write it; empty for what has none. */
export function jsonText(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  return typeof text === 'string'
    ? text.replace(/"\(very deep\)"(?!:)/g, '['.repeat(5000) + ']'.repeat(5000))
    : '';
}

/** Texts that have made some program stumble; without the words that must not be on a screen. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u202Egnp.exe',
    '\uD800',
    'a\uDFFFb',
    '\0\u001B[31m',
    '__proto__',
    'constructor',
    deepMark,
    'toString',
    '../../etc/passwd',
    '$(flame) [x](command:a)',
    '<img src=x onerror=alert(1)>',
    '```\n~~~\n',
    '> '.repeat(300),
    '*_a'.repeat(400),
    '9999-99-99T99:99:99Z',
    '+275760-09-13T00:00:00.001Z',
    '1e999',
    '-0',
    'eyJhbGciOiJub25lIn0.eyJleHAiOjFlOTk5fQ.x',
    'x'.repeat(20_000),
    '👩‍💻'.repeat(50),
    '\r\n\r',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ maxLength: 20 }),
);

const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1.5, 2 ** 53, -(2 ** 53) - 2, 1e300, 8.64e15 + 1, 5e-324),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const leaf: fc.Arbitrary<unknown> = fc.oneof(hostileText, number, fc.boolean(), fc.constant(null));
const small: fc.Arbitrary<unknown> = fc.oneof(
  leaf,
  fc.array(leaf, { maxLength: 3 }),
  fc.dictionary(hostileText, leaf, { maxKeys: 3 }),
);

/** What one change does to one place of a value. */
type Change =
  | { readonly kind: 'drop' | 'proto' | 'repeat' }
  | { readonly kind: 'replace' | 'add'; readonly value: unknown }
  | { readonly kind: 'nest'; readonly depth: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constantFrom('drop' as const, 'proto' as const, 'repeat' as const) }),
  fc.record({ kind: fc.constant('replace' as const), value: small }),
  fc.record({ kind: fc.constant('add' as const), value: small }),
  fc.record({ kind: fc.constant('nest' as const), depth: fc.constantFrom(1, 3, 90, 200) }),
);

/** Values like those of `base`, with up to `most` of their places changed. */
export function mutated(base: fc.Arbitrary<unknown>, most = 4): fc.Arbitrary<unknown> {
  return fc.tuple(base, fc.array(fc.tuple(fc.nat(), change), { maxLength: most })).map(([value, changes]) => {
    const box: Box = { '': structuredClone(value) };
    for (const [place, wanted] of changes) apply(box, place, wanted);
    return box[''];
  });
}

type Box = Record<string, unknown>;

function apply(box: Box, place: number, wanted: Change): void {
  const places = placesIn(box);
  const chosen = places[place % places.length];
  if (chosen === undefined) return;
  const { holder, key } = chosen;
  const value: unknown = Reflect.get(holder, key);
  switch (wanted.kind) {
    case 'drop':
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else Reflect.deleteProperty(holder, key);
      return;
    case 'proto':
      if (typeof value === 'object' && value !== null)
        put(value, '__proto__', { polluted: true, toString: 1 });
      return;
    case 'repeat':
      if (Array.isArray(value))
        value.push(...Array.from({ length: timesFor(value[0]) }, () => structuredClone(value[0] as unknown)));
      else if (typeof value === 'string')
        put(holder, key, value.repeat(Math.ceil(5000 / (value.length + 1))));
      return;
    case 'replace':
      put(holder, key, wanted.value);
      return;
    case 'add':
      if (Array.isArray(value)) value.push(wanted.value);
      else if (typeof value === 'object' && value !== null) put(value, `field${place % 7}`, wanted.value);
      return;
    case 'nest':
      put(holder, key, nested(value, wanted.depth));
  }
}

/** Changes come one on top of the other: what has grown already would become millions of values, and the run would take minutes. */
function timesFor(item: unknown): number {
  return placesIn({ '': item }).length < 60 ? 300 : 2;
}

function nested(value: unknown, depth: number): unknown {
  let inner = value;
  for (let level = 0; level < depth; level++) inner = level % 2 === 0 ? [inner] : { a: inner };
  return inner;
}

/** An own property, whatever it is called. */
function put(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Every place of a value, without walking it recursively: it may be very deep. */
function placesIn(box: Box): { readonly holder: object; readonly key: string }[] {
  const places: { holder: object; key: string }[] = [];
  const open: object[] = [box];
  for (let holder = open.pop(); holder !== undefined && places.length < 2000; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
        open.push(value as object);
    }
  }
  return places;
}
