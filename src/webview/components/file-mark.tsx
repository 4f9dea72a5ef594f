import type { TaskFile } from '../../core/protocol';

/** The letter that VS Code marks such files with everywhere else. */
export function FileMark({ mark }: { readonly mark: TaskFile['mark'] }) {
  if (mark === undefined) return null;
  const words = mark === 'new' ? 'new' : 'changed';
  return (
    <span class={`file-mark ${mark}`} title={`${mark === 'new' ? 'New' : 'Changed'} since you last looked`}>
      <span aria-hidden="true">{mark === 'new' ? 'N' : 'M'}</span>
      <span class="visually-hidden">, {words}</span>
    </span>
  );
}
