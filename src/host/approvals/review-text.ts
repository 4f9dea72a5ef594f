import { revealText, type RevealedText } from '../../core/revealed-text';
import type { ShownCall } from '../../core/session/task-session';
import type { ToolOutcome } from '../../core/session/transcript';
import { deedOf, type Arguments } from '../../core/tool-deed';
import { oneLine, shorten } from '../../core/visible-text';
import { asComment } from './comment';
import { whoAsks } from './question';

/** A file of the task as it is before the tool runs. */
export type CurrentFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Where a question stands: `changed` when another call is asked about by now, `closed` when nobody here knows the answer. */
export type ReviewState = 'waiting' | 'changed' | 'closed' | ToolOutcome;

/** All of a tool call, to be read: one text, or two to be compared. */
export interface ReviewBody {
  /** A name of ASCII letters whose ending tells the language, and opens a text editor. */
  readonly name: string;
  /** The file as people know it, when one is compared. */
  readonly file?: string;
  /** What else is to be known, one line each. */
  readonly facts: readonly string[];
  readonly after: RevealedText;
  readonly before?: RevealedText | undefined;
}

/** An editor that is not very wide shows lines up to here without scrolling. */
const WIDTH = 120;

/** Puts a tool call into the form in which it is read best; `current` is what a file that it writes holds now. */
export function reviewBody(call: ShownCall, current: CurrentFile): ReviewBody {
  const deed = deedOf(call.args);
  const tool = fileName(call.toolName) || 'tool';
  switch (deed.kind) {
    case 'command':
      return { name: `${tool}.sh`, facts: restFacts(deed.rest), after: reveal(deed.command) };
    case 'write': {
      const before =
        current.kind === 'unreadable' ? undefined : reveal(current.kind === 'text' ? current.text : '');
      const facts = [fact('path', deed.path), currentFact(current), ...restFacts(deed.rest)];
      return {
        name: nameOf(deed.path),
        file: deed.path,
        facts: [...facts, ...lineEndings(deed.content)],
        after: reveal(deed.content),
        before,
      };
    }
    case 'edit': {
      const facts = [fact('path', deed.path), 'Only the text to be replaced is shown.'];
      return {
        name: nameOf(deed.path),
        file: deed.path,
        facts: [...facts, ...restFacts(deed.rest), ...lineEndings(deed.after)],
        before: reveal(deed.before),
        after: reveal(deed.after),
      };
    }
    case 'patch':
      return { name: `${tool}.diff`, facts: restFacts(deed.rest), after: reveal(deed.patch) };
    case 'other': {
      const { args } = call;
      return args === undefined
        ? { name: `${tool}.jsonc`, facts: ['It has no arguments.'], after: reveal('') }
        : { name: `${tool}.jsonc`, facts: [], after: reveal(JSON.stringify(args, undefined, 2)) };
    }
  }
}

/** One side of the review with its header, which is the same on both sides, so that a comparison shows the file's changes only. */
export function reviewText(
  call: ShownCall & { readonly taskTitle: string },
  body: ReviewBody,
  side: 'before' | 'after',
  state: ReviewState,
): string {
  const tool = shorten(oneLine(call.toolName), 200) || 'a tool without a name';
  const lines = [
    `${whoAsks(call.taskTitle)} wants to run ${tool}`,
    stateWords[state],
    ...body.facts,
    ...warnings(body.before === undefined ? [body.after] : [body.before, body.after]),
  ].flatMap((line) => reveal(line).text.split('\n'));
  const header = [...lines, '─'.repeat(40)].map((line) => asComment(line, body.name)).join('\n');
  const shown = side === 'after' ? body.after : body.before;
  return `${header}\n${shown?.text ?? ''}`;
}

const stateWords: Readonly<Record<ReviewState, string>> = {
  waiting: 'Waits for your answer: use the buttons above.',
  changed: 'Out of date: something else would run by now. See "Sigmic: Review Approvals".',
  closed: 'Answered elsewhere, or no longer open. Nothing can be sent from here.',
  proceed_once: 'Approved once.',
  proceed_always: 'Always approved: this call, and similar ones for the rest of the session.',
  cancel: 'Rejected.',
};

function reveal(text: string): RevealedText {
  return revealText(text, WIDTH);
}

function currentFact(current: CurrentFile): string {
  switch (current.kind) {
    case 'none':
      return 'A new file: the task has none of that path.';
    case 'text':
      return "Compared with the task's file.";
    case 'unreadable':
      return `Not compared with the task's file: ${current.why}`;
  }
}

function warnings(texts: readonly RevealedText[]): readonly string[] {
  const hidden = new Set(texts.flatMap((text) => text.hidden));
  const lookAlikes = new Set(texts.flatMap((text) => text.lookAlikes));
  const lines: string[] = [];
  if (hidden.size > 0) lines.push(`Made visible: hidden characters ${list(hidden)}`);
  if (lookAlikes.size > 0) lines.push(`Made visible: characters that look like others ${list(lookAlikes)}`);
  if (texts.some(({ continued }) => continued > 0))
    lines.push('Long lines go on after ‹↩› in the next line.');
  if (texts.some(({ mayReorder }) => mayReorder))
    lines.push('Contains letters that run from right to left: parts may show in another order.');
  return lines;
}

function list(marks: ReadonlySet<string>): string {
  return [...marks].slice(0, 10).join(' ') + (marks.size > 10 ? ' …' : '');
}

function lineEndings(content: string): readonly string[] {
  return content.includes('\r\n') ? ['Lines end as on Windows (CRLF).'] : [];
}

function restFacts(rest: Arguments): readonly string[] {
  return Object.entries(rest).map(([name, value]) => fact(name, value));
}

/** `cwd: "/tmp"`, in JSON's notation, so that no value poses as another argument. */
function fact(name: string, value: unknown): string {
  return `${/^\w+$/.test(name) ? name : JSON.stringify(name)}: ${JSON.stringify(value)}`;
}

/** Never a name that VS Code opens as a notebook or a picture, nor one of JSON, which has no comments. */
function nameOf(path: string): string {
  const name = fileName(path.slice(path.lastIndexOf('/') + 1)) || 'file';
  if (/\.json$/i.test(name)) return `${name}c`;
  return /\.ipynb$/i.test(name) ? `${name}.jsonc` : name.replace(media, '$&.txt');
}

const media = /\.(?:png|jpe?g|jpe|gif|bmp|webp|ico|avif|mp[34]|wav|og[ag]|webm|pdf|vsix)$/i;

function fileName(raw: string): string {
  return raw
    .slice(-60)
    .replaceAll(/[^\w.-]/g, '_')
    .replace(/^\.+$/, '_');
}
