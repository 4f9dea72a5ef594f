import * as v from 'valibot';
import { problemOfName } from '../../core/api';

/** Bytes: a recipe is a page of text at most. */
export const maxRecipeSize = 256 * 1024;

const text = v.pipe(v.string(), v.trim(), v.nonEmpty('is empty'));

/** A recipe as it is in `.sigmic/*.json`; schemas/recipe.schema.json says the same to whoever writes one. */
const RecipeSchema = v.strictObject({
  $schema: v.optional(v.string()),
  name: v.pipe(text, v.maxLength(100, 'has more than 100 characters')),
  message: text,
  files: v.optional(v.pipe(v.array(text), v.maxLength(50, 'has more than 50 entries')), []),
  systemPrompt: v.optional(v.string()),
  variables: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.check((name) => problemOfName(name) === undefined, 'is not a name of a variable'),
      ),
    ),
    [],
  ),
  autoExecute: v.optional(v.boolean()),
  showInHistory: v.optional(v.boolean()),
});
export type Recipe = v.InferOutput<typeof RecipeSchema>;

/** The recipe in a file's text, or what is wrong with it, for people. */
export function parseRecipe(content: string): { readonly recipe: Recipe } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(content.replace(/^\uFEFF/, ''));
  } catch {
    return { problem: 'It is not valid JSON.' };
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { problem: 'It is not an object with a name and a message.' };
  const parsed = v.safeParse(RecipeSchema, json);
  if (parsed.success) return { recipe: parsed.output };
  const problems = parsed.issues
    .slice(0, 3)
    .map((issue) => `"${v.getDotPath(issue) ?? 'recipe'}" ${reason(issue)}.`);
  return { problem: problems.join(' ') };
}

function reason({ kind, type, expected, message }: v.BaseIssue<unknown>): string {
  if (kind !== 'schema') return message;
  if (type === 'strict_object') return expected === 'never' ? 'is nothing that a recipe has' : 'is missing';
  return type === 'string' || type === 'boolean' ? `must be a ${type}` : `must be ${expected ?? type}`;
}

/** What `sigmic.newTask` is asked for. */
export interface RecipeTask {
  readonly message: string;
  readonly systemPrompt?: string | undefined;
  readonly autoExecute?: false | undefined;
  readonly showInHistory?: boolean | undefined;
  readonly variables?: string | undefined;
  readonly submit: boolean;
}

/**
 * A recipe as a task. The file is the workspace's word, not the person's: it may ask for approvals but not do away with them, and
 * the task starts by itself only when a command says so, the workspace is trusted, and variables that it wants were named there.
 */
export function taskOf(
  { message, systemPrompt, autoExecute, showInHistory, variables: needed }: Recipe,
  asked: { readonly submit: boolean; readonly isTrusted: boolean; readonly variables: string | undefined },
): RecipeTask {
  const complete = needed.length === 0 || asked.variables !== undefined;
  return {
    message,
    systemPrompt,
    ...(autoExecute === false && { autoExecute }),
    showInHistory,
    variables: asked.variables,
    submit: asked.submit && asked.isTrusted && complete,
  };
}
