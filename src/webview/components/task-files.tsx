import { visibleLine } from '../visible-text';
import { Icon } from './icon';
import { memo } from './memo';
import { useView } from './view-context';

/** So many are named; the tree has them all. */
const MOST = 12;

/** What the agent made, to be opened with a click. Uploads were there before and are left out. */
export const TaskFiles = memo(({ paths }: { readonly paths: readonly string[] }) => {
  const { post } = useView();
  const made = paths.filter((path) => !path.startsWith('uploads/'));
  if (made.length === 0) return null;
  return (
    <nav class="task-files" aria-label="Files of this task">
      <span class="muted">Files</span>
      <ul class="chips">
        {made.slice(0, MOST).map((path) => (
          <li key={path}>
            <button
              type="button"
              class="chip"
              title="Open"
              onClick={() => post({ type: 'openArtifact', path })}
            >
              <Icon name="file" /> <span class="chip-name">{visibleLine(path, 80)}</span>
            </button>
          </li>
        ))}
      </ul>
      {made.length > MOST && <span class="muted">and {made.length - MOST} more in the Sigmic view</span>}
    </nav>
  );
});
