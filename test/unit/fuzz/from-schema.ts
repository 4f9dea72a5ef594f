import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { GenericSchema } from 'valibot';
import { hostileText } from './mutate';

/** Lists and records are this long at most. */
const most = 3;

/**
 * Values that a valibot schema takes, with hostile texts in them: so a field that is added to a message is fuzzed from then on. What a
 * pipe checks beyond the type is left to chance.
 */
export function fromSchema(schema: GenericSchema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'string':
      return hostileText;
    case 'number':
      return fc.oneof(fc.integer(), fc.constantFrom(0, 1.5, -1, 1e300));
    case 'boolean':
      return fc.boolean();
    case 'unknown':
      return fc.jsonValue({ maxDepth: 3 });
    case 'literal':
      return fc.constant(field(schema, 'literal'));
    case 'picklist':
      return fc.constantFrom(...list(schema, 'options'));
    case 'optional':
    case 'nullish':
      return fc.option(fromSchema(inner(schema, 'wrapped')), { nil: undefined });
    case 'array':
      return fc.array(fromSchema(inner(schema, 'item')), { maxLength: most });
    case 'tuple':
    case 'strict_tuple':
      return fc.tuple(...list(schema, 'items').map((item) => fromSchema(asSchema(item))));
    case 'record':
      return fc.dictionary(hostileText, fromSchema(inner(schema, 'value')), { maxKeys: most });
    case 'union':
    case 'variant':
      return fc.oneof(...list(schema, 'options').map((option) => fromSchema(asSchema(option))));
    case 'instance':
      return fc.uint8Array({ maxLength: 20 });
    case 'object':
    case 'loose_object':
    case 'strict_object':
      return object(schema);
    default:
      return assert.fail(`There is no arbitrary for schemas of the type ${schema.type} yet.`);
  }
}

/** Fields that are undefined are left out, as JSON does. */
function object(schema: GenericSchema): fc.Arbitrary<unknown> {
  const entries = Object.entries(Object(field(schema, 'entries')) as object);
  return fc
    .record(Object.fromEntries(entries.map(([name, entry]) => [name, fromSchema(asSchema(entry))])))
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)));
}

function field(schema: GenericSchema, name: string): unknown {
  return Reflect.get(schema, name);
}

function list(schema: GenericSchema, name: string): readonly unknown[] {
  const found = field(schema, name);
  assert.ok(Array.isArray(found));
  return found;
}

function inner(schema: GenericSchema, name: string): GenericSchema {
  return asSchema(field(schema, name));
}

function isSchema(value: unknown): value is GenericSchema {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === 'schema';
}

function asSchema(value: unknown): GenericSchema {
  assert.ok(isSchema(value));
  return value;
}
