import { revealText } from '../../core/revealed-text';
import { deedOf, type ToolDeed } from '../../core/tool-deed';
import { jsonFields, type ValueField } from '../format-value';
import { Fields, ValueView } from './value-view';

interface Part {
  readonly title: string;
  readonly text: string;
}

interface DeedViewProps {
  readonly args: unknown;
  /** Whether the person is asked about it: then nothing is told in another notation than JSON's that could be taken for another value. */
  readonly asking: boolean;
}

/** What a tool call would do, as it is read best: a command as a script, a file by its path and content; else all arguments. */
export function DeedView({ args, asking }: DeedViewProps) {
  const deed = deedOf(args);
  if (deed.kind === 'other')
    return asking ? <Json args={args} /> : <ValueView title="Arguments" value={args} empty="None" />;
  const parts = partsOf(deed);
  const rest = jsonFields(deed.rest);
  return (
    <>
      {parts.map(({ title, text }) => (
        <Fields key={title} title={title} fields={[revealed(text)]} />
      ))}
      {rest.length > 0 && <Fields title="Other arguments" fields={rest} />}
      {asking && <Marks text={parts.map(({ text }) => text).join('\n')} />}
    </>
  );
}

function Json({ args }: { readonly args: unknown }) {
  const text = args === undefined ? '' : JSON.stringify(args, undefined, 2);
  return (
    <>
      <Fields title="Arguments" fields={text === '' ? [] : [revealed(text)]} empty="None" />
      <Marks text={text} />
    </>
  );
}

/** What of the text was written out, so that nobody takes it for the text itself. */
function Marks({ text }: { readonly text: string }) {
  const { hidden, lookAlikes, mayReorder } = revealText(text);
  const marks = [...hidden, ...lookAlikes];
  return (
    <>
      {marks.length > 0 && (
        <div class="muted marks">
          Characters that are hidden, or look like others, are written out: {marks.slice(0, 10).join(' ')}
        </div>
      )}
      {mayReorder && (
        <div class="muted marks">
          There are letters that run from right to left: parts may show in another order.
        </div>
      )}
    </>
  );
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

function revealed(text: string): ValueField {
  return { text: text === '' ? '(empty)' : revealText(text).text };
}
