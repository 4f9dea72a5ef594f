import { extname } from 'node:path';

export interface FileType {
  readonly mimeType: string;
  readonly category: 'image' | 'document' | 'data' | 'code' | 'archive' | 'media' | 'other';
}

const code = (mimeType = 'text/plain'): FileType => ({ mimeType, category: 'code' });
const document = (mimeType: string): FileType => ({ mimeType, category: 'document' });
const data = (mimeType: string): FileType => ({ mimeType, category: 'data' });
const image = (mimeType: string): FileType => ({ mimeType, category: 'image' });

const types = new Map<string, FileType>([
  ['.md', document('text/markdown')],
  ['.txt', document('text/plain')],
  ['.log', document('text/plain')],
  ['.html', document('text/html')],
  ['.pdf', document('application/pdf')],
  ['.csv', data('text/csv')],
  ['.tsv', data('text/tab-separated-values')],
  ['.json', data('application/json')],
  ['.xml', data('application/xml')],
  ['.yaml', data('application/yaml')],
  ['.yml', data('application/yaml')],
  ['.svg', image('image/svg+xml')],
  ['.png', image('image/png')],
  ['.jpg', image('image/jpeg')],
  ['.jpeg', image('image/jpeg')],
  ['.gif', image('image/gif')],
  ['.webp', image('image/webp')],
  ['.js', code('text/javascript')],
  ['.mjs', code('text/javascript')],
  ['.cjs', code('text/javascript')],
  ['.jsx', code('text/javascript')],
  ['.ts', code('text/x-typescript')],
  ['.tsx', code('text/x-typescript')],
  ['.py', code('text/x-python')],
  ['.sh', code('text/x-shellscript')],
  ['.css', code('text/css')],
  ...['.java', '.c', '.h', '.cpp', '.cs', '.go', '.rs', '.rb', '.php', '.sql', '.kt', '.swift'].map(
    (extension): [string, FileType] => [extension, code()],
  ),
  ['.zip', { mimeType: 'application/zip', category: 'archive' }],
  ['.gz', { mimeType: 'application/gzip', category: 'archive' }],
  ['.tar', { mimeType: 'application/x-tar', category: 'archive' }],
  ['.mp3', { mimeType: 'audio/mpeg', category: 'media' }],
  ['.mp4', { mimeType: 'video/mp4', category: 'media' }],
]);

/** Media type and kind of a file by its name. */
export function fileType(path: string): FileType {
  return (
    types.get(extname(path).toLowerCase()) ?? { mimeType: 'application/octet-stream', category: 'other' }
  );
}
