import { isObject } from '../http/json';

export type EnvMap = Record<string, string>;

const envName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Reads a string map of environment variables; what is wrong with it is thrown as made by `fail`. */
export function readEnvMap(value: unknown, field: string, fail: (message: string) => Error): EnvMap | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw fail(`${field} must be an object of strings`);
  const map: EnvMap = {};
  for (const [name, text] of Object.entries(value)) {
    if (!envName.test(name)) throw fail(`${field}: "${name}" is not a valid environment variable name`);
    if (typeof text !== 'string') throw fail(`${field}: the value of "${name}" must be a string`);
    map[name] = text;
  }
  return map;
}
