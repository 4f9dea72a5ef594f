import { isPlain, revealText } from '../core/revealed-text';
import { deedOf, type ToolDeed } from '../core/tool-deed';
import { cutText } from './cut-text';
import { jsonFields, type ValueField } from './format-value';
import { visibleLine } from './visible-text';

/** Named texts of a tool card, under one title. */
export interface DeedSection {
  readonly title: string;
  readonly fields: readonly ValueField[];
  /** What is said when there are no fields. */
  readonly empty?: string;
}

interface Call {
  readonly toolName: string;
  readonly args?: unknown;
}

interface Part {
  readonly title: string;
  readonly text: string;
}

/** A tool's name as a card's heading. */
export function shownName(toolName: string): string {
  return visibleLine(toolName, 80) || 'tool';
}

/** All that would run, for a card that asks about it: the deed by its parts or as JSON, and the name where the heading does not tell it. */
export function askedSections(call: Call): readonly DeedSection[] {
  const deed = deedOf(call.args);
  const name = call.toolName === '' || isToldByHeading(call.toolName) ? [] : [section('Tool', call.toolName)];
  return [...name, ...(deed.kind === 'other' ? [jsonSection(call.args)] : deedSections(deed))];
}

/** A recognised deed by its parts. */
export function deedSections(deed: Exclude<ToolDeed, { kind: 'other' }>): readonly DeedSection[] {
  const rest = jsonFields(deed.rest);
  return [
    ...partsOf(deed).map(({ title, text }) => section(title, text)),
    ...(rest.length > 0 ? [{ title: 'Other arguments', fields: rest }] : []),
  ];
}

/** The stranger's own words of a call, in which characters may have been written out. */
export function rawText({ toolName, args }: Call): string {
  const deed = deedOf(args);
  const texts =
    deed.kind === 'other'
      ? [args === undefined ? '' : JSON.stringify(args, undefined, 2)]
      : partsOf(deed).map(({ text }) => text);
  return [toolName, ...texts].join('\n');
}

/**
 * Whether a card that asks about the call shows all that would run: it is unfolded, and no text of it is cut. Until then it must not
 * be approved there.
 */
export function isShownWhole(call: Call, card: { readonly open: boolean; readonly uncut: boolean }): boolean {
  return card.open && (card.uncut || !isCut(call));
}

function isCut(call: Call): boolean {
  return askedSections(call).some(({ fields }) => fields.some(({ text }) => cutText(text) !== text));
}

/** A heading is one line, which is cut when it is very long. */
function isToldByHeading(toolName: string): boolean {
  return isPlain(toolName) && shownName(toolName) === toolName;
}

function jsonSection(args: unknown): DeedSection {
  const text = args === undefined ? '' : JSON.stringify(args, undefined, 2);
  return { title: 'Arguments', fields: text === '' ? [] : [{ text: revealText(text).text }], empty: 'None' };
}

function section(title: string, text: string): DeedSection {
  return { title, fields: [{ text: text === '' ? '(empty)' : revealText(text).text }] };
}

function partsOf(deed: Exclude<ToolDeed, { kind: 'other' }>): readonly Part[] {
  switch (deed.kind) {
    case 'command':
      return [{ title: 'Command', text: deed.command }];
    case 'write':
      return [
        { title: 'File', text: deed.path },
        { title: 'Content', text: deed.content },
      ];
    case 'edit':
      return [
        { title: 'File', text: deed.path },
        { title: 'Replace', text: deed.before },
        { title: 'With', text: deed.after },
      ];
    case 'patch':
      return [{ title: 'Patch', text: deed.patch }];
  }
}
