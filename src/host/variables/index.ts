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

/**
 * Sets of variables: `sigmic.manageVariables(set?)`, `sigmic.importVariables(uri?, {set?, env?})`. `ready`: when it is known which
 * profile is in use, which at first takes a moment.
 */
export function registerVariables(
  services: HostServices,
  sets: VariableSets,
  ready: () => Promise<void>,
): vscode.Disposable {
  const { profileId, report } = services;
  const importFrom = async (uri: unknown, given: unknown): Promise<string | undefined> => {
    const options = v.parse(ImportOptionsSchema, given);
    try {
      await ready();
      return await importEnvFile(sets, profileId(), uri instanceof vscode.Uri ? uri : undefined, options);
    } catch (error) {
      report(error, 'import variables', () => importFrom(uri, given));
      return undefined;
    }
  };
  const manage = async (set: unknown): Promise<void> => {
    try {
      await ready();
      await manageVariables(
        { sets, profileId, importInto: (name) => importFrom(undefined, { set: name }) },
        typeof set === 'string' ? set : undefined,
      );
    } catch (error) {
      report(error, 'change your variables', () => manage(set));
    }
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('sigmic.manageVariables', manage),
    vscode.commands.registerCommand('sigmic.importVariables', importFrom),
  );
}
