import type { Locator } from 'playwright-core';

/** What a drop carries: texts by their format, as VS Code's own window writes them, or files as from the desktop. */
export interface Dropped {
  readonly texts?: Readonly<Record<string, string>>;
  readonly files?: readonly { readonly name: string; readonly bytes: readonly number[] }[];
}

/** Drags this over `target` and drops it there, as the browser tells a page of it. */
export async function drop(target: Locator, dropped: Dropped): Promise<void> {
  await target.evaluate((element, { texts = {}, files = [] }) => {
    const dataTransfer = new DataTransfer();
    for (const [format, text] of Object.entries(texts)) dataTransfer.setData(format, text);
    for (const { name, bytes } of files) dataTransfer.items.add(new File([Uint8Array.from(bytes)], name));
    for (const type of ['dragenter', 'dragover', 'drop']) {
      element.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, dropped);
}
