import * as vscode from 'vscode';
import { loadPart } from '../../core/api';
import type { Attached, AttachmentSource } from '../attachment';
import type { KeptBytes } from '../platform/kept-bytes';
import { baseName, fromWindow, quoted } from './describe-uri';
import { attachContent } from './kept-attachment';
import { secretIn } from './secret-patterns';
import { selectedCode } from './selection';

/** All the ways in which files are attached to a message. `kept`: where bytes go that must outlive the window. */
export function createAttachmentSource(kept: KeptBytes): AttachmentSource {
  return {
    async pick(what) {
      const folders = what === 'folders';
      // One dialog for both would show folders only, on Linux and Windows.
      const uris = await vscode.window.showOpenDialog({
        canSelectFiles: !folders,
        canSelectFolders: folders,
        canSelectMany: true,
        openLabel: 'Attach',
        title: folders ? 'Attach Folder' : 'Attach Files',
      });
      return attachUris(uris ?? []);
    },
    async fromUris(uris) {
      const { parsed, refused } = parseUris(uris);
      const { attachments, refused: unreadable } = await attachUris(parsed);
      return { attachments, refused: [...refused, ...unreadable] };
    },
    async withoutExcluded(files) {
      const place = await loadPart(() => import('./place'));
      return place.withoutExcluded(files);
    },
    async fromGlobs(folder, globs) {
      const { attachGlobs } = await loadPart(() => import('./attach-globs'));
      return attachGlobs(folder, globs);
    },
    fromDrop: attachDropped,
    fromBytes: (path, content, parts = []) => {
      const name = baseName(path);
      const secret = secretIn([{ path: name, content }, ...parts]);
      const from = `dropped:${name}`;
      return { attachments: [attachContent(kept, { name, from, content, secret })], refused: [] };
    },
    fromSelection(diagnostics) {
      const editor = vscode.window.activeTextEditor;
      return editor && selectedCode(editor, diagnostics, kept);
    },
    async restore(saved) {
      const { restoreAttachments } = await loadPart(() => import('./restore'));
      return restoreAttachments(saved, kept);
    },
    sweep: (records) => kept.sweep(records),
  };
}

async function attachDropped(uris: readonly string[]): Promise<Attached> {
  const dropped = parseUris(uris).parsed;
  const { attachments, refused } = await attachUris(
    dropped.map(fromWindow).filter((uri) => uri !== undefined),
  );
  const unreachable = dropped.filter((uri) => fromWindow(uri) === undefined);
  const reasons = unreachable.map(
    ({ path }) => `${quoted(baseName(path))} is on your own computer: drop the file itself.`,
  );
  return { attachments, refused: [...reasons, ...refused] };
}

/** The code that looks at files and folders is loaded with the first of them. */
async function attachUris(uris: readonly vscode.Uri[]): Promise<Attached> {
  const attach = await loadPart(() => import('./attach'));
  return attach.attachUris(uris);
}

function parseUris(uris: readonly unknown[]): { parsed: vscode.Uri[]; refused: string[] } {
  const parsed: vscode.Uri[] = [];
  const refused: string[] = [];
  for (const uri of uris) {
    if (uri instanceof vscode.Uri) parsed.push(uri);
    else if (typeof uri === 'string' && URL.canParse(uri)) parsed.push(vscode.Uri.parse(uri));
    else refused.push('What is to be attached must be a file of this editor (a URI).');
  }
  return { parsed, refused };
}
