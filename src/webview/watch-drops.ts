import { carriesFiles, droppedUris, pastedName } from './dropped-files';

export interface DropHandlers {
  readonly uris: (uris: readonly string[]) => void;
  /** `name` is the one to show: a pasted image has none of its own. */
  readonly file: (file: File, name: string) => void;
  /** Something that can be attached came over the view, or left it. */
  readonly dragging: (dragging: boolean) => void;
}

/** Listens to drags over and drops on the whole page, and to pasted pictures. */
export function watchDrops(target: Document, on: DropHandlers): void {
  let pasted = 0;
  const take = (data: DataTransfer) => {
    const uris = droppedUris(data);
    if (uris.length > 0) on.uris(uris);
    else for (const file of data.files) on.file(file, file.name);
  };
  target.addEventListener('dragover', (event) => {
    if (event.dataTransfer === null || !carriesFiles(event.dataTransfer.types)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    on.dragging(true);
  });
  target.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) on.dragging(false);
  });
  target.addEventListener('drop', (event) => {
    on.dragging(false);
    if (event.dataTransfer === null || !carriesFiles(event.dataTransfer.types)) return;
    event.preventDefault();
    take(event.dataTransfer);
  });
  target.addEventListener('paste', (event) => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0 || event.clipboardData?.getData('text/plain') !== '')
      return;
    event.preventDefault();
    for (const file of files) on.file(file, pastedName(file, ++pasted));
  });
}
