import * as v from 'valibot';
import * as vscode from 'vscode';

const { fs } = vscode.workspace;
const recordName = 'backup.json';

/** A file that was replaced; without a copy, one that was made. */
export interface KeptFile {
  readonly uri: vscode.Uri;
  readonly copy: vscode.Uri | undefined;
}

/** What one application replaced. */
export interface BackupRecord {
  readonly madeAt: Date;
  readonly files: readonly KeptFile[];
}

const RecordSchema = v.object({
  version: v.literal(1),
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  files: v.array(v.object({ uri: v.pipe(v.string(), v.url()), copied: v.boolean() })),
});

/** Writes down in the folder of a backup what its copies, `0`, `1` and so on, are of. */
export async function saveRecord(
  folder: vscode.Uri,
  madeAt: Date,
  files: readonly KeptFile[],
): Promise<void> {
  const record: v.InferOutput<typeof RecordSchema> = {
    version: 1,
    madeAt: madeAt.toISOString(),
    files: files.map(({ uri, copy }) => ({ uri: uri.toString(), copied: copy !== undefined })),
  };
  await fs.writeFile(vscode.Uri.joinPath(folder, recordName), Buffer.from(JSON.stringify(record)));
}

/** All backups in `root`, the newest first; what cannot be read is told to `skipped` and left out. */
export async function listRecords(
  root: vscode.Uri,
  skipped: (name: string, error: unknown) => void,
): Promise<readonly BackupRecord[]> {
  const names = await fs.readDirectory(root).then(
    (entries) => entries.map(([name]) => name),
    // There is no folder before the first backup.
    () => [],
  );
  const records: BackupRecord[] = [];
  for (const name of names.sort().reverse()) {
    try {
      records.push(await readRecord(vscode.Uri.joinPath(root, name)));
    } catch (error) {
      skipped(name, error);
    }
  }
  return records;
}

async function readRecord(folder: vscode.Uri): Promise<BackupRecord> {
  const bytes = await fs.readFile(vscode.Uri.joinPath(folder, recordName));
  const { madeAt, files } = v.parse(RecordSchema, JSON.parse(Buffer.from(bytes).toString()));
  return {
    madeAt: new Date(madeAt),
    files: files.map(({ uri, copied }, index) => ({
      uri: vscode.Uri.parse(uri, true),
      copy: copied ? vscode.Uri.joinPath(folder, String(index)) : undefined,
    })),
  };
}
