import type { FileAction, TaskFile } from '../../core/protocol';
import { formatSize } from '../../core/file-size';
import { visibleLine } from '../visible-text';
import { FileMark } from './file-mark';
import { Icon } from './icon';
import { useView } from './view-context';

interface RowAction {
  readonly action: FileAction;
  readonly icon: string;
  readonly words: string;
}

const preview: RowAction = { action: 'preview', icon: 'open-preview', words: 'Open Preview' };
const ofEach: readonly RowAction[] = [
  { action: 'compare', icon: 'diff', words: 'Compare with Workspace' },
  { action: 'apply', icon: 'desktop-download', words: 'Apply to Workspace' },
  { action: 'save', icon: 'save-as', words: 'Save As...' },
];

/** One file: its name opens it, the buttons do the rest. */
export function TaskFileRow({ file: { path, size, mark } }: { readonly file: TaskFile }) {
  const { post } = useView();
  const name = visibleLine(path, 200);
  const actions = /\.(md|markdown)$/i.test(path) ? [preview, ...ofEach] : ofEach;
  return (
    <li class="file-row">
      <button
        type="button"
        class="file-name"
        title={`Open ${name}`}
        onClick={() => post({ type: 'openArtifact', path })}
      >
        <Icon name="file" /> <span class="chip-name">{name}</span>
        <FileMark mark={mark} />
      </button>
      <span class="muted size">{formatSize(size)}</span>
      <span class="file-actions">
        {actions.map(({ action, icon, words }) => (
          <button
            key={action}
            type="button"
            class="icon-button"
            aria-label={`${words}: ${name}`}
            title={words}
            onClick={() => post({ type: 'useFiles', action, path })}
          >
            <Icon name={icon} />
          </button>
        ))}
      </span>
    </li>
  );
}

interface ActionOnAll {
  readonly action: FileAction;
  readonly words: string;
}

const ofAll: readonly ActionOnAll[] = [
  { action: 'compareAll', words: 'Compare all' },
  { action: 'applyAll', words: 'Apply files…' },
  { action: 'saveAll', words: 'Save all…' },
];
const markSeen: ActionOnAll = { action: 'markSeen', words: 'Mark all as seen' };

/** What can be done with all files of the task. */
export function TaskFilesActions({ news }: { readonly news: boolean }) {
  const { post } = useView();
  const actions = news ? [...ofAll, markSeen] : ofAll;
  return (
    <div class="files-actions">
      {actions.map(({ action, words }) => (
        <button
          key={action}
          type="button"
          class="text-button"
          onClick={() => post({ type: 'useFiles', action })}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
