import * as v from 'valibot';
import type { Forgotten } from '../../core/protocol';

const optionalText = v.optional(v.string());
const record = v.optional(v.record(v.string(), v.string()));

/** The argument of `sigmic.newTask`; `files` are checked one by one when they are attached. */
const NewTaskSchema = v.object({
  message: optionalText,
  files: v.optional(v.array(v.unknown()), []),
  systemPrompt: optionalText,
  autoExecute: v.optional(v.boolean()),
  showInHistory: v.optional(v.boolean()),
  /** The name of a set of variables. */
  variables: optionalText,
  env: record,
  secrets: record,
  submit: v.optional(v.boolean(), false),
});
export type NewTaskArguments = v.InferOutput<typeof NewTaskSchema>;

/** What a composer is filled with. */
export interface ComposedTask extends NewTaskArguments {
  readonly forgotten?: Forgotten | undefined;
}

/** Checks what a keybinding, a test or another extension gave. Throws an Error that names the field. */
export function parseNewTask(argument: unknown): NewTaskArguments {
  const parsed = v.safeParse(NewTaskSchema, argument ?? {});
  if (parsed.success) return parsed.output;
  // The library's own messages repeat the value, which may be a secret.
  const problems = parsed.issues.map(
    (issue) => `"${v.getDotPath(issue) ?? 'the argument'}" must be ${issue.expected}`,
  );
  throw new Error(`sigmic.newTask was called with what it does not take: ${problems.join(', ')}.`);
}
