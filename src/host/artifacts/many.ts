import * as vscode from 'vscode';
import { makeVisible, taskTitle, withoutIcons, withoutLinks } from '../../core/visible-text';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import type { HostServices } from '../services';
import { compareAllWithWorkspace, compareFilesOfTasks } from './compare';
import { count, leftOutWords } from './left-out';
import { saveAll } from './save-all';
import { findFiles, targetsOf, type TargetFiles } from './targets';

type Command = (first?: unknown, second?: unknown) => Promise<readonly string[]>;
type ManyCommands = Readonly<Record<'compareAll' | 'saveAll' | 'compareTasks', Command>>;

/**
 * The commands on many files: `sigmic.compareAllArtifacts(taskId, paths?)` and `sigmic.compareTasks(taskId, taskId)` answer the paths
 * that are shown, `sigmic.saveAllArtifacts(taskId, folder?: Uri)` those that were saved. Tree nodes will do too.
 */
export function manyCommands(
  services: HostServices,
  listings: ArtifactListings,
  marks: ArtifactMarks,
): ManyCommands {
  const { client, report, log, withSignIn } = services;

  /** Runs `work`, and tells when it failed; `doing` completes "Could not ...". */
  const attempt = async (
    doing: string,
    work: () => Promise<readonly string[]>,
  ): Promise<readonly string[]> => {
    try {
      return await withSignIn(work);
    } catch (error) {
      report(error, doing, () => attempt(doing, work));
      return [];
    }
  };

  const compareAll = (first: unknown, second?: unknown): Promise<readonly string[]> => {
    const targets = targetsOf(first, second);
    return attempt('compare the files', async () => {
      const shown: string[] = [];
      for (const target of targets) {
        const { taskId, files } = await findFiles(listings, target);
        const paths = await compareAllWithWorkspace(taskId, files, services.origins);
        marks.see(taskId, paths);
        shown.push(...paths);
      }
      return shown;
    });
  };

  const save = async ({ taskId, files }: TargetFiles, folder: vscode.Uri): Promise<readonly string[]> => {
    const saved = await saveAll(client, taskId, files, folder);
    if (saved === undefined) return [];
    const { paths, leftOut } = saved;
    marks.see(taskId, paths);
    for (const { path, reason } of leftOut) log.warn(`Not saved: "${makeVisible(path)}" ${reason}.`);
    if (leftOut.length > 0) void vscode.window.showWarningMessage(leftOutWords(leftOut, 'saved'));
    const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
    if (paths.length > 0)
      void vscode.window.showInformationMessage(
        withoutLinks(`${count(paths.length, 'file')} saved to ${makeVisible(name)}.`),
      );
    return paths;
  };

  const saveAllCommand = async (first: unknown, second?: unknown): Promise<readonly string[]> => {
    const given = second instanceof vscode.Uri ? second : undefined;
    const targets = targetsOf(first, given === undefined ? second : undefined);
    const folder = given ?? (await askForFolder());
    if (folder === undefined) return [];
    return attempt('save all files', async () => {
      const saved: string[] = [];
      for (const target of targets)
        saved.push(...(await save(await findFiles(listings, target, { fresh: true }), folder)));
      return saved;
    });
  };

  const compareTasks = async (first?: unknown, second?: unknown): Promise<readonly string[]> => {
    const [one, other] = await twoTasks(first, second);
    if (one === undefined || other === undefined) return [];
    return attempt('compare the tasks', async () => {
      const named = async ({ id, title }: TaskName) => ({
        ...(await findFiles(listings, { taskId: id, paths: undefined })),
        name: title,
      });
      return compareFilesOfTasks(await named(one), await named(other));
    });
  };

  return { compareAll, saveAll: saveAllCommand, compareTasks };
}

interface TaskName {
  readonly id: string;
  readonly title: string;
}

/** The two that were given, by id or as nodes of the tree; the person picks what is missing. */
async function twoTasks(first: unknown, second: unknown): Promise<readonly (TaskName | undefined)[]> {
  const given =
    typeof first === 'string' && typeof second === 'string'
      ? [first, second]
      : first === undefined
        ? []
        : targetsOf(first, second).map(({ taskId }) => taskId);
  const known = namesOf(await vscode.commands.executeCommand('sigmic.refreshTasks'));
  const chosen = [...new Set(given)]
    .slice(0, 2)
    .map((id) => known.find((task) => task.id === id) ?? { id, title: 'task' });
  while (chosen.length < 2) {
    const rest = known.filter(({ id }) => chosen.every((task) => task.id !== id));
    const items = rest.map((task) => ({
      label: withoutIcons(taskTitle(task.title, 100)) || 'Untitled task',
      task,
    }));
    const placeHolder =
      chosen.length === 0 ? 'Compare the files of which task?' : 'Compare them with the files of which task?';
    const picked = await vscode.window.showQuickPick(items, {
      title: 'Compare Files of Two Tasks',
      placeHolder,
    });
    if (picked === undefined) return [];
    chosen.push(picked.task);
  }
  return chosen;
}

/** What `sigmic.refreshTasks` answers. */
function namesOf(tasks: unknown): readonly TaskName[] {
  const list: readonly unknown[] = Array.isArray(tasks) ? tasks : [];
  return list.flatMap((task) => {
    const id: unknown = Reflect.get(Object(task), 'id');
    const title: unknown = Reflect.get(Object(task), 'title');
    return typeof id === 'string' && typeof title === 'string'
      ? [{ id, title: taskTitle(title, 40) || 'Untitled task' }]
      : [];
  });
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    title: 'Save All Files',
    openLabel: 'Save Here',
    canSelectFiles: false,
    canSelectFolders: true,
    ...(folder !== undefined && { defaultUri: folder }),
  });
  return picked?.[0];
}
