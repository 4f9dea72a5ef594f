import { packedOrigin, type UploadOrigin } from '../platform/upload-origins';
import { goes, packedPaths, packName, type NamedFile } from './open-files';

const folder = 'uploads/';

/** Where the files of a message are in the task (api.md: all land in `uploads/`, ZIPs unpacked), and where they came from. */
export function originsOf(files: readonly NamedFile[]): readonly UploadOrigin[] {
  const together = packedPaths(files);
  const packed = together.size > 0 ? [packName(files)] : [];
  const origins: UploadOrigin[] = packed.map((name) => ({ path: folder + name, uri: packedOrigin }));
  for (const file of files) {
    const { name, attachment } = file;
    if (!goes(attachment)) continue;
    const uri = attachment.origin ?? '';
    if (attachment.contents === undefined) origins.push({ path: folder + (together.get(file) ?? name), uri });
    else {
      origins.push({ path: folder + name, uri: packedOrigin });
      origins.push({ path: `${folder}${name.replace(/\.zip$/, '')}/`, uri });
    }
  }
  return origins;
}
