import * as v from 'valibot';
import * as vscode from 'vscode';
import type { HostServices } from '../services';
import { importEnvFile } from './import-env';
import { manageVariables } from './manage';
import type { VariableSets } from './variable-sets';

const ImportOptionsSchema = v.optional(
  v.object({ set: v.optional(v.string()), env: v.optional(v.array(v.string())) }),
  {},
);

export interface VariableDeps {
  readonly services: HostServices;
  readonly sets: VariableSets;
  /** When it is known which profile is in use, which at first takes a moment. */
  readonly ready: () => Promise<void>;
}

/** Asks, or takes from `uri` and the options; answers the set's name. Undefined when nothing came of it, and the person knows why. */
export async function importVariables(
  deps: VariableDeps,
  uri: unknown,
  given: unknown,
): Promise<string | undefined> {
  const { services, sets, ready } = deps;
  const options = v.parse(ImportOptionsSchema, given);
  try {
    await ready();
    const file = uri instanceof vscode.Uri ? uri : undefined;
    return await importEnvFile(sets, services.profileId(), file, options);
  } catch (error) {
    services.report(error, 'import variables', () => importVariables(deps, uri, given));
    return undefined;
  }
}

/** Shows the sets, or the one that is named, until the person leaves. */
export async function manage(deps: VariableDeps, set: unknown): Promise<void> {
  const { services, sets, ready } = deps;
  const { profileId, report } = services;
  const importInto = (name: string): Promise<string | undefined> =>
    importVariables(deps, undefined, { set: name });
  try {
    await ready();
    await manageVariables({ sets, profileId, importInto }, typeof set === 'string' ? set : undefined);
  } catch (error) {
    report(error, 'change your variables', () => manage(deps, set));
  }
}
