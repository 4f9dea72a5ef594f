import { useRef, useState } from 'preact/hooks';
import type { TaskFile } from '../../core/protocol';
import { visibleLine } from '../visible-text';
import { FileMark } from './file-mark';
import { Icon } from './icon';
import { memo } from './memo';
import { TaskFileRow, TaskFilesActions } from './task-file-row';
import { useView } from './view-context';

/** So many are named on the line; the list below it has them all. */
const MOST = 6;
const foldKey = 'task-files';

/**
 * What the agent made, to be opened with a click: one line, and below it when unfolded every file with what can be done with it.
 * What the person sent was there before and is left out of the line, unless the agent changed it.
 */
export const TaskFiles = memo(({ files }: { readonly files: readonly TaskFile[] }) => {
  const { folds } = useView();
  const [, redraw] = useState(0);
  const named = useRef(new Set<string>());
  for (const { path, mark } of files)
    if (mark !== undefined || !path.startsWith('uploads/')) named.current.add(path);
  const made = files.filter(({ path }) => named.current.has(path));
  if (made.length === 0) return null;
  const open = folds.get(foldKey) ?? false;
  const toggle = () => {
    folds.set(foldKey, !open);
    redraw((count) => count + 1);
  };
  // Stable: what is new comes first, each in the order of the paths.
  const first = [...made].sort((a, b) => Number(b.mark !== undefined) - Number(a.mark !== undefined));
  const news = made.filter(({ mark }) => mark !== undefined).length;
  return (
    <nav class="task-files" aria-label="Files of this task">
      <button type="button" class="files-toggle" aria-expanded={open} onClick={toggle}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} /> Files
      </button>
      {open ? (
        <span class="muted">{summary(files.length, news)}</span>
      ) : (
        <>
          <ul class="chips">
            {first.slice(0, MOST).map((file) => (
              <li key={file.path}>
                <FileChip file={file} />
              </li>
            ))}
          </ul>
          {made.length > MOST && (
            <button type="button" class="text-button" onClick={toggle}>
              and {made.length - MOST} more
            </button>
          )}
        </>
      )}
      {open && (
        <div class="files-open">
          <ul class="files-list">
            {files.map((file) => (
              <TaskFileRow key={file.path} file={file} />
            ))}
          </ul>
          <TaskFilesActions news={news > 0} />
        </div>
      )}
    </nav>
  );
});

function FileChip({ file: { path, mark } }: { readonly file: TaskFile }) {
  const { post } = useView();
  return (
    <button type="button" class="chip" title="Open" onClick={() => post({ type: 'openArtifact', path })}>
      <Icon name="file" /> <span class="chip-name">{visibleLine(path, 80)}</span>
      <FileMark mark={mark} />
    </button>
  );
}

function summary(count: number, news: number): string {
  const all = count === 1 ? '1 file' : `${count} files`;
  return news === 0 ? all : `${all}, ${news} new or changed`;
}
