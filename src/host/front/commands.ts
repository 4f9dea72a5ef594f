import * as vscode from 'vscode';
import { Place } from './place';
import type { Rest } from './rest';

/** What runs a command, with the command's arguments. */
export type Run = (...given: never[]) => unknown;

/** The commands of the manifest: all are there from the start, each waits for what runs it. */
export class CommandFront implements vscode.Disposable {
  private readonly places: ReadonlyMap<string, Place<Run>>;
  private readonly registered: vscode.Disposable;

  constructor(rest: Pick<Rest, 'load'>, commands: readonly string[]) {
    this.places = new Map(commands.map((command) => [command, new Place<Run>(rest, command)]));
    this.registered = vscode.Disposable.from(
      ...[...this.places].map(([command, place]) =>
        vscode.commands.registerCommand(command, (...given: never[]) => runAt(place, given)),
      ),
    );
  }

  register(command: string, run: Run): vscode.Disposable {
    const place = this.places.get(command);
    if (place === undefined) throw new Error(`The manifest does not declare the command ${command}.`);
    return vscode.Disposable.from(place.fill(run));
  }

  dispose(): void {
    this.registered.dispose();
  }
}

async function runAt(place: Place<Run>, given: never[]): Promise<unknown> {
  let run: Run;
  try {
    run = await place.get();
  } catch {
    // The person has been told.
    return undefined;
  }
  return run(...given);
}

/** The ids of the commands that a manifest declares. */
export function declaredCommands(manifest: unknown): readonly string[] {
  const declared = field(field(manifest, 'contributes'), 'commands');
  if (!Array.isArray(declared)) return [];
  return declared.map((each) => field(each, 'command')).filter((id) => typeof id === 'string');
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
