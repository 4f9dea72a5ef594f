import * as vscode from 'vscode';
import type { Artifact } from '../../../core/api';
import { makeVisible, withoutLinks } from '../../../core/visible-text';
import type { ArtifactListings } from '../../platform/artifact-listings';
import type { ArtifactMarks } from '../../platform/artifact-marks';
import type { HostServices } from '../../services';
import { count, leftOutWords } from '../left-out';
import { findOrigin, type Origin } from '../origin';
import { withProgress } from '../progress';
import { findFiles, targetsOf, type Target } from '../targets';
import { Applied } from './applied';
import { confirm, pickFiles } from './ask';
import { Backup } from './backup';
import { largest, planFiles, type Plan, type PlannedFile } from './plan';
import { restoreBackup } from './restore-command';
import { applyBytes, applyTexts } from './write';

type Command = (first: unknown, second?: unknown) => Promise<string[]>;

interface ApplyCommands {
  readonly applyThese: Command;
  readonly applyPicked: Command;
  readonly restore: () => Promise<readonly string[]>;
}

/**
 * `sigmic.applyArtifact(taskId, path | paths)` writes files of a task into the workspace; `sigmic.applyArtifacts(taskId)` lets the
 * person choose among all of them. Both answer the paths (below the workspace folder) that were written. Tree nodes will do too.
 */
export function applyCommands(
  services: HostServices,
  listings: ArtifactListings,
  marks: ArtifactMarks,
): ApplyCommands {
  const { report, log, withSignIn, client, context } = services;
  const backups = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'backups');

  const plan = (
    taskId: string,
    files: ReadonlyMap<string, Artifact>,
    folder: vscode.Uri,
    origins: ReadonlyMap<string, Origin>,
  ): Promise<Plan | undefined> => {
    const sizes = [...files.values()].map(({ size }) => (size > largest ? 0 : size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    return withProgress(`Reading ${count(files.size, 'file')}`, total, async (signal, advance) =>
      planFiles(files, {
        client,
        taskId,
        folder,
        origins,
        signal,
        onFile: (_, index) => advance(sizes[index - 1] ?? 0),
      }),
    );
  };

  const write = async (taskId: string, files: readonly PlannedFile[]): Promise<Applied> => {
    const backup = new Backup(backups, new Date());
    await applyTexts(files);
    const done = files.filter(({ content }) => content.kind === 'text');
    const rest = files.filter(({ content }) => content.kind !== 'text');
    const total = rest.reduce((sum, { file }) => sum + file.size, 0);
    const writeRest = async (signal: AbortSignal, advance: (bytes: number) => void): Promise<void> => {
      for (const file of rest) {
        await applyBytes(file, { client, taskId, backup, signal, advance });
        done.push(file);
      }
    };
    try {
      if (rest.length > 0) await withProgress(`Writing ${count(rest.length, 'file')}`, total, writeRest);
    } catch (error) {
      report(error, 'apply all files');
    }
    if (!backup.isEmpty)
      await backup.prune().catch((error: unknown) => log.warn(`Old backups stay: ${String(error)}`));
    const applied = new Applied(done, backup);
    await applied.settle();
    return applied;
  };

  const applyTask = async (target: Target, pick: boolean): Promise<string[]> => {
    if (!hasFolder()) return [];
    const { taskId, files: found } = await withSignIn(() => findFiles(listings, target, { fresh: true }));
    const origins = new Map<string, Origin>();
    for (const path of found.keys()) origins.set(path, await findOrigin(services.origins, taskId, path));
    // What it was packed into for the way there is nobody's file, unless somebody names it.
    const isWanted = (path: string): boolean =>
      origins.get(path)?.kind !== 'packed' || target.paths?.includes(path) === true;
    const files = new Map([...found].filter(([path]) => isWanted(path)));
    const folder = homeOf([...origins.values()]) ?? (await chooseFolder());
    if (folder === undefined) return [];
    const planned = await plan(taskId, files, folder.uri, origins);
    if (planned === undefined) return [];
    const allowed = vscode.workspace.isTrusted ? planned : withoutSensitive(planned);
    const differing = allowed.files.filter(({ state }) => state !== 'same');
    const wanted = pick ? await pickFiles(allowed) : differing;
    if (wanted === undefined) return [];
    if (allowed.leftOut.length > 0) {
      for (const { path, reason } of allowed.leftOut)
        log.warn(`Not applied: "${makeVisible(path)}" ${reason}.`);
      void vscode.window.showWarningMessage(leftOutWords(allowed.leftOut, 'applied'));
    }
    const chosen = await confirm(wanted);
    if (chosen === undefined || chosen.length === 0) {
      if (!pick && differing.length === 0 && allowed.leftOut.length === 0)
        void vscode.window.showInformationMessage('The workspace has these files as they are in the task.');
      return [];
    }
    const applied = await write(taskId, chosen);
    // Cancelled or failed, as was told: there is nothing to undo.
    if (applied.files.length === 0) return [];
    marks.see(
      taskId,
      applied.files.map(({ path }) => path),
    );
    void tell(applied, folder.name, report);
    return applied.files.map(({ target: path }) => path);
  };

  const command =
    (pick: boolean): Command =>
    async (first, second) => {
      const targets = targetsOf(first, second);
      try {
        const written: string[] = [];
        for (const target of targets) written.push(...(await applyTask(target, pick)));
        return written;
      } catch (error) {
        report(error, 'apply the files', () => command(pick)(first, second));
        return [];
      }
    };

  return {
    applyThese: command(false),
    applyPicked: command(true),
    restore: () => restoreBackup(services, backups),
  };
}

/** The folder of the workspace that has them all, when it is known of each where it came from. */
function homeOf(origins: readonly Origin[]): vscode.WorkspaceFolder | undefined {
  const homes = origins.map((origin) =>
    origin.kind === 'known' ? vscode.workspace.getWorkspaceFolder(origin.uri) : undefined,
  );
  return homes.every((home) => home?.index === homes[0]?.index) ? homes[0] : undefined;
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0];
  return vscode.window.showWorkspaceFolderPick({
    placeHolder: 'Into which folder shall the files be written?',
  });
}

/** Whether there is a folder to write into; says so when there is none. */
function hasFolder(): boolean {
  if (vscode.workspace.workspaceFolders?.length) return true;
  const open = 'Open Folder';
  void vscode.window
    .showInformationMessage('Open a folder first: the files are written into it.', open)
    .then((pressed) => {
      if (pressed === open) return vscode.commands.executeCommand('vscode.openFolder');
      return undefined;
    });
  return false;
}

/** Where the person has not said that they trust the folder, nothing is written that programs obey. */
function withoutSensitive({ files, leftOut }: Plan): Plan {
  const sensitive = files.filter((file) => file.sensitive !== undefined);
  const reasons = sensitive.map(({ path, sensitive: why = '' }) => ({
    path,
    reason: `needs a trusted workspace (${why})`,
  }));
  return { files: files.filter((file) => file.sensitive === undefined), leftOut: [...leftOut, ...reasons] };
}

async function tell(applied: Applied, folder: string, report: HostServices['report']): Promise<void> {
  const undo = 'Undo';
  const words = `${count(applied.files.length, 'file')} applied to ${makeVisible(folder)}.`;
  if ((await vscode.window.showInformationMessage(withoutLinks(words), undo)) !== undo) return;
  try {
    if (await applied.undo()) return;
    void vscode.window.showWarningMessage('The files were edited since. Use Undo in their editors.');
  } catch (error) {
    report(error, 'take the files back');
  }
}
