import { Icon } from './icon';
import { useView } from './view-context';

/** Shows the whole result of a part of the conversation in an editor. `partKey`: core/session/part-text.ts. */
export function OpenResult({ partKey }: { readonly partKey: string }) {
  const { post } = useView();
  return (
    <button
      type="button"
      class="text-button open-result"
      title="Open the whole result in an editor, to search and copy it"
      onClick={() => post({ type: 'openText', key: partKey })}
    >
      <Icon name="go-to-file" /> Open in Editor
    </button>
  );
}
