/** The largest file that the API takes, and the protocol carries (protocol.ts). */
const LARGEST = 50 * 1024 * 1024;

/** URIs of a drag from VS Code's explorer, tabs or search; empty for a drag from the desktop. */
export function droppedUris(data: Pick<DataTransfer, 'getData'>): readonly string[] {
  for (const type of ['application/vnd.code.uri-list', 'text/uri-list']) {
    const uris = uriList(data.getData(type));
    if (uris.length > 0) return uris;
  }
  return resourceUrls(data.getData('resourceurls'));
}

/** Whether a drag carries something that can be attached. */
export function carriesFiles(types: readonly string[]): boolean {
  const wanted = ['files', 'application/vnd.code.uri-list', 'text/uri-list', 'resourceurls'];
  return types.some((type) => wanted.includes(type.toLowerCase()));
}

export interface ReadFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The bytes of a file from the desktop or the clipboard, or why it cannot be attached, in words. */
export async function readDropped(file: File, name = file.name): Promise<ReadFile | string> {
  if (file.size > LARGEST) return `"${name}" is larger than 50 MB, which is the most a file may have.`;
  try {
    return { name, bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return `"${name}" could not be read. Folders from outside of VS Code cannot be read here: use Attach folder.`;
  }
}

/** A name for a pasted image, which comes without one: `pasted-image-1.png`. */
export function pastedName(file: Pick<File, 'name' | 'type'>, number: number): string {
  const generic = file.name === '' || /^image\.\w+$/.test(file.name);
  if (!generic) return file.name;
  const extension = /^image\/(\w{2,5})/.exec(file.type)?.[1] ?? 'png';
  return `pasted-image-${number}.${extension === 'jpeg' ? 'jpg' : extension}`;
}

/** RFC 2483: one URI a line, `#` begins a comment. */
function uriList(text: string): readonly string[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => /^[A-Za-z][A-Za-z\d+.-]*:/.test(line));
}

function resourceUrls(text: string): readonly string[] {
  try {
    const urls: unknown = JSON.parse(text);
    return Array.isArray(urls) ? uriList(urls.filter((url) => typeof url === 'string').join('\n')) : [];
  } catch {
    return [];
  }
}
