import type { Tool } from '../tool';

const maxMatches = 100;
const maxFileSize = 2 * 1024 * 1024;

export interface SearchMatch {
  path: string;
  line: number;
  text: string;
}

/** Plain text, upper and lower case alike, in every text file of the workspace. */
export const searchFileContent: Tool<{ pattern: string }, { matches: SearchMatch[]; filesSearched: number }> =
  {
    name: 'search_file_content',
    async run({ pattern }, { workspace, signal }) {
      const wanted = pattern.toLowerCase();
      const matches: SearchMatch[] = [];
      let filesSearched = 0;
      for (const { path, size } of await workspace.files()) {
        signal.throwIfAborted();
        if (size > maxFileSize) continue;
        const content = await workspace.readText(path);
        if (content.includes('\0')) continue;
        filesSearched += 1;
        content.split(/\r?\n/).forEach((text, index) => {
          if (text.toLowerCase().includes(wanted))
            matches.push({ path, line: index + 1, text: text.trim().slice(0, 200) });
        });
      }
      return { matches: matches.slice(0, maxMatches), filesSearched };
    },
    text: ({ matches, filesSearched }) =>
      matches.length === 0
        ? `No match in ${filesSearched} files.`
        : matches.map(({ path, line, text }) => `${path}:${line}: ${text}`).join('\n'),
  };
