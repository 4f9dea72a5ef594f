import * as v from 'valibot';
import * as vscode from 'vscode';

const UriSchema = v.union([
  v.custom<vscode.Uri>((value) => value instanceof vscode.Uri),
  v.pipe(
    v.string(),
    v.url(),
    v.transform((text) => vscode.Uri.parse(text)),
  ),
]);

/** What a keybinding, a test or another extension may give. */
const PlainSchema = v.object({
  repository: v.optional(UriSchema),
  /** Only the changes of these files. */
  files: v.optional(v.array(UriSchema)),
  message: v.optional(v.string()),
  submit: v.optional(v.boolean(), false),
});
const StateSchema = v.object({ resourceUri: UriSchema });
const GroupSchema = v.object({ resourceStates: v.array(StateSchema) });
const SourceControlSchema = v.object({ rootUri: UriSchema });

export interface ChangeArguments {
  /** A file or folder in the repository that is meant. */
  readonly repository?: vscode.Uri | undefined;
  readonly files?: readonly vscode.Uri[] | undefined;
  readonly message?: string | undefined;
  readonly submit: boolean;
}

/** Reads what the Source Control view hands to a command (a repository, a group, files one by one), or the plain form. */
export function readChangeArguments(given: readonly unknown[]): ChangeArguments {
  const states = given
    .filter((one) => v.is(StateSchema, one))
    .map(({ resourceUri }) => v.parse(UriSchema, resourceUri));
  if (states.length > 0) return { repository: states[0], files: states, submit: false };
  const [first] = given;
  const group = v.safeParse(GroupSchema, first);
  if (group.success) return { repository: group.output.resourceStates[0]?.resourceUri, submit: false };
  const control = v.safeParse(SourceControlSchema, first);
  if (control.success) return { repository: control.output.rootUri, submit: false };
  const plain = v.safeParse(PlainSchema, first ?? {});
  if (!plain.success)
    throw new Error('The changes to send are named by { repository, files, message, submit }.');
  return { ...plain.output, repository: plain.output.repository ?? plain.output.files?.[0] };
}
