/** The view's own drags; VS Code writes the id of the view in small letters. */
const ownDrag = 'application/vnd.code.tree.sigmic.tasks';
export const uriList = 'text/uri-list';
/** Files from the desktop. */
const desktopFiles = 'files';

export const dropMimeTypes: readonly string[] = [ownDrag, uriList, desktopFiles];
export const dragMimeTypes: readonly string[] = [uriList];
