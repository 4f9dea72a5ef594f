import { revealText } from '../../core/revealed-text';
import { deedOf } from '../../core/tool-deed';
import { askedSections, deedSections, rawText, type DeedSection } from '../deed-sections';
import type { Unfolding } from './long-text';
import { Fields, ValueView } from './value-view';

interface Call {
  readonly toolName: string;
  readonly args?: unknown;
}

/** What a tool call did or does, as it is read best: a command as a script, a file by its path and content; else all arguments. */
export function DeedView({ args }: Pick<Call, 'args'>) {
  const deed = deedOf(args);
  if (deed.kind === 'other') return <ValueView title="Arguments" value={args} empty="None" />;
  return <Sections sections={deedSections(deed)} />;
}

/** What a tool call would do, for the person who is asked about it: nothing in a notation that could be taken for another value. */
export function AskedDeed({ call, unfolding }: { readonly call: Call; readonly unfolding: Unfolding }) {
  return (
    <>
      <Sections sections={askedSections(call)} unfolding={unfolding} />
      <Marks text={rawText(call)} />
    </>
  );
}

interface SectionsProps {
  readonly sections: readonly DeedSection[];
  readonly unfolding?: Unfolding;
}

function Sections({ sections, unfolding }: SectionsProps) {
  return (
    <>
      {sections.map((section) => (
        <Fields key={section.title} {...section} unfolding={unfolding} />
      ))}
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
