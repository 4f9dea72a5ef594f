import type { Tool } from '../tool';

const maxShown = 20_000;

export interface FileEntry {
  path: string;
  size: number;
}

export const listDirectory: Tool<{ path: string }, { files: FileEntry[] }> = {
  name: 'list_directory',
  async run({ path }, { workspace }) {
    const files = await workspace.files(path === '.' ? '' : path);
    return { files: files.map((file) => ({ path: file.path, size: file.size })) };
  },
  text: ({ files }) =>
    files.length === 0
      ? 'The folder is empty.'
      : files.map(({ path, size }) => `${path} (${size} bytes)`).join('\n'),
};

export const readFile: Tool<{ path: string }, { content: string; truncated: boolean }> = {
  name: 'read_file',
  async run({ path }, { workspace }) {
    const content = await workspace.readText(path);
    if (content.includes('\0')) throw new Error(`${path} is not a text file`);
    return { content: content.slice(0, maxShown), truncated: content.length > maxShown };
  },
  text: ({ content }) => content,
};

export const writeFile: Tool<{ path: string; content: string }, { path: string; bytes: number }> = {
  name: 'write_file',
  async run({ path, content }, { workspace }) {
    await workspace.write(path, content);
    return { path, bytes: Buffer.byteLength(content) };
  },
  text: ({ path, bytes }) => `Wrote ${bytes} bytes to ${path}`,
};
