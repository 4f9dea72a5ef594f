import type { UploadFile } from '../../core/api';

/** A file that is in memory already. */
export function fromMemory(name: string, content: string | Uint8Array): UploadFile {
  const source = new Blob([typeof content === 'string' ? content : Uint8Array.from(content)]);
  return { name, size: source.size, source };
}
