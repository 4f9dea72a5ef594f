import * as vscode from 'vscode';
import type { Attached, AttachmentSource } from '../attachment';
import type { KeptBytes } from '../platform/kept-bytes';
import { attachUris } from './attach';
import { attachGlobs } from './attach-globs';
import { baseName, fromWindow, quoted } from './describe-uri';
import { attachContent } from './kept-attachment';
import { withoutExcluded } from './place';
import { restoreAttachments } from './restore';
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
    withoutExcluded,
    fromGlobs: attachGlobs,
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
    restore: (saved) => restoreAttachments(saved, kept),
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
