import * as vscode from 'vscode';
import { makeVisible, shorten, withoutIcons } from '../../../core/visible-text';
import type { HostServices } from '../../services';
import { count, leftOutWords } from '../left-out';
import { Backup } from './backup';
import { listRecords, type BackupRecord } from './backup-record';
import { restoreFiles } from './restore';

/**
 * `sigmic.restoreBackup`: the person picks from what applications replaced through the file system (binary and large files; texts have
 * Undo and the Timeline). Answers the paths that were put back. What that replaces becomes a backup too, so it can be taken back.
 */
export async function restoreBackup(
  { report, log }: HostServices,
  root: vscode.Uri,
): Promise<readonly string[]> {
  const restore = async (): Promise<readonly string[]> => {
    const records = await listRecords(root, (name, error) =>
      log.warn(`The backup ${name} cannot be read: ${String(error)}`),
    );
    if (records.length === 0) {
      void vscode.window.showInformationMessage('Nothing to restore: no binary file was replaced here.');
      return [];
    }
    const record = await pickRecord(records);
    if (record === undefined) return [];
    const before = new Backup(root, new Date());
    const { paths, leftOut } = await restoreFiles(record.files, before);
    await before.prune().catch((error: unknown) => log.warn(`Old backups stay: ${String(error)}`));
    if (leftOut.length > 0) void vscode.window.showWarningMessage(leftOutWords(leftOut, 'restored'));
    if (paths.length > 0 || leftOut.length === 0)
      void vscode.window.showInformationMessage(`${count(paths.length, 'file')} restored.`);
    return paths;
  };
  try {
    return await restore();
  } catch (error) {
    report(error, 'restore the files');
    return [];
  }
}

async function pickRecord(records: readonly BackupRecord[]): Promise<BackupRecord | undefined> {
  const items = records.map((record) => {
    const paths = record.files.map(({ uri, copy }) => {
      const path = withoutIcons(shorten(makeVisible(vscode.workspace.asRelativePath(uri)), 80));
      return copy === undefined ? `${path} (was not there)` : path;
    });
    const [first = '', ...others] = paths;
    return {
      label: first,
      description: record.madeAt.toLocaleString(),
      ...(others.length > 0 && { detail: `and ${others.join(', ')}` }),
      record,
    };
  });
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Restore Backup',
    placeHolder: 'What was replaced, and when. What is there now is kept as another backup.',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.record;
}
