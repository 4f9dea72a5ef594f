import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ToHost } from '../../core/protocol';
import type { ShownCall } from '../../core/session/session-types';
import type { ToolOutcome } from '../../core/session/transcript';
import { ShownCallSchema } from '../../core/session/wire';
import { makeVisible, shorten, withoutLinks } from '../../core/visible-text';
import { webLink } from '../../core/web-link';

const answerCommands: Readonly<Record<ToolOutcome, string>> = {
  proceed_once: 'sigmic.approveTool',
  proceed_always: 'sigmic.approveToolAlways',
  cancel: 'sigmic.rejectTool',
};

/** Answers a tool's question through the wing that keeps anything from being answered twice. */
export async function answerTool(
  taskId: string,
  { callId, outcome, shown, reason }: Extract<ToHost, { type: 'answer' }>,
): Promise<void> {
  await vscode.commands.executeCommand(answerCommands[outcome], taskId, callId, shown, reason);
}

/** Shows all of a waiting call in an editor; answers the call as it is shown there, undefined when it could not be shown. */
export async function reviewTool(taskId: string, callId: string): Promise<ShownCall | undefined> {
  const shown: unknown = await vscode.commands.executeCommand('sigmic.reviewTool', taskId, callId);
  const parsed = v.safeParse(ShownCallSchema, shown);
  return parsed.success ? parsed.output : undefined;
}

/** Opens a link of the conversation outside of the editor, which asks about sites it does not know. */
export async function openLink(href: string): Promise<void> {
  const link = webLink(href);
  if (link !== undefined) {
    // As a string, which the editor takes and leaves as it is: a Uri would decode it, and %2F and %26 would come out as / and &.
    const opened: unknown = Reflect.apply(vscode.env.openExternal, vscode.env, [link.href]);
    await opened;
    return;
  }
  // A notification without a button is cut to one line: what matters first.
  const shown = withoutLinks(shorten(makeVisible(href), 120));
  void vscode.window.showWarningMessage(`Only web and mail links are opened, not ${shown}`);
}

/** Lets the person change their sets of variables, or their presets. */
export async function manage(what: 'variables' | 'presets'): Promise<void> {
  const command = what === 'variables' ? 'sigmic.manageVariables' : 'sigmic.managePresets';
  await vscode.commands.executeCommand(command);
}
