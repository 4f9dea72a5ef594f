import type * as vscode from 'vscode';
import { loadPart } from '../../core/api';
import type { HostServices } from '../services';

/** Registers a command at once; what it runs gets the part, which is loaded when it is first needed, and the command's arguments. */
export type RegisterOfPart<P> = (
  command: string,
  run: (part: P, ...given: unknown[]) => unknown,
) => vscode.Disposable;

/** For commands whose code is loaded when one of them is first run. When that fails it is told, and tried again the next time. */
export function commandPart<P>(
  {
    front,
    report,
  }: {
    readonly front: Pick<HostServices['front'], 'registerCommand'>;
    readonly report: HostServices['report'];
  },
  load: () => Promise<P>,
): RegisterOfPart<P> {
  let part: P | undefined;
  return (command, run) =>
    front.registerCommand(command, async (...given: unknown[]) => {
      try {
        part ??= await loadPart(load);
      } catch (error) {
        report(error, 'do this');
        return undefined;
      }
      return run(part, ...given);
    });
}
