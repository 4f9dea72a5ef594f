import { createHash, randomBytes } from 'node:crypto';
import { readJson, writeJson } from '../tasks/json-file';
import { isObject, stringOf } from '../http/json';
import { join } from 'node:path';

export interface WidgetApp {
  readonly appId: string;
  readonly appSecret: string;
}

/** What the emulator accepts. The first key is the one it is announced with. */
export interface Credentials {
  readonly keys: readonly [string, ...string[]];
  readonly widgetApp: WidgetApp;
}

/** A key of the real form: `sigmic_` and 64 hex digits. */
function randomKey(): string {
  return `sigmic_${randomBytes(32).toString('hex')}`;
}

/** A stable id, in the form of a UUID, for a credential that must not be written down itself. */
export function credentialId(credential: string): string {
  const hex = createHash('sha256').update(credential).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/**
 * The emulator's own credentials. Without a given key they are kept in the data folder (readable by
 * its owner only): tasks that survive a restart are of use only to a key that does too.
 */
export function openCredentials(
  dataDir: string,
  key: string | undefined,
  others: readonly string[],
): Credentials {
  const path = join(dataDir, 'credentials.json');
  const stored = readJson(path);
  const old = isObject(stored) ? stored : {};
  const kept = {
    key: stringOf(old.key) ?? randomKey(),
    appId: stringOf(old.appId) ?? `app_${randomBytes(8).toString('hex')}`,
    appSecret: stringOf(old.appSecret) ?? `secret_${randomBytes(24).toString('hex')}`,
  };
  writeJson(path, kept);
  return { keys: [key ?? kept.key, ...others], widgetApp: { appId: kept.appId, appSecret: kept.appSecret } };
}
