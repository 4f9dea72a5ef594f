import * as v from 'valibot';
import { problemOfName } from '../../core/api';

/** A set as it is stored: secrets by their names alone, their values are in the secret storage under the set's id. */
export interface VariableSet {
  readonly id: string;
  readonly name: string;
  readonly env: readonly Entry[];
  readonly secrets: readonly string[];
}

/** Name and value. Not a record: `__proto__` is a name that the API takes. */
export type Entry = readonly [name: string, value: string];

const NameSchema = v.pipe(
  v.string(),
  v.check((name) => problemOfName(name) === undefined, 'not a name of a variable'),
);
const EntrySchema = v.strictTuple([NameSchema, v.string()]);

const StoredSchema = v.object({
  version: v.literal(1),
  sets: v.array(
    v.object({
      id: v.pipe(v.string(), v.uuid()),
      name: v.string(),
      env: v.array(EntrySchema),
      secrets: v.array(NameSchema),
    }),
  ),
});

const SecretsSchema = v.array(EntrySchema);

/** The sets in what was stored; undefined when it is not ours to read (damaged, or of a later version). */
export function readSets(stored: unknown): readonly VariableSet[] | undefined {
  if (stored === undefined) return [];
  const parsed = v.safeParse(StoredSchema, stored);
  return parsed.success ? parsed.output.sets : undefined;
}

export function writeSets(sets: readonly VariableSet[]): unknown {
  return { version: 1, sets };
}

/** The values of a set's secrets; undefined when they cannot be read. */
export function readSecrets(stored: string | undefined): readonly Entry[] | undefined {
  if (stored === undefined) return [];
  try {
    const parsed = v.safeParse(SecretsSchema, JSON.parse(stored));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
