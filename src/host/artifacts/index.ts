import * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { commandPart } from '../platform/command-part';
import type { HostServices } from '../services';
import { registerArtifactCommands } from './commands';
import { ArtifactDecorations } from './decorations';
import { ArtifactFileSystem } from './file-system';
import { watchSeenTabs } from './seen-tabs';
import { SignedOutTabs } from './signed-out-tabs';

/** What agents made, as files of a read-only file system, and the commands on them. */
export function registerArtifacts(
  services: HostServices,
  listings: ArtifactListings,
  marks: ArtifactMarks,
): vscode.Disposable {
  const signedOut = new SignedOutTabs(services);
  const files = new ArtifactFileSystem(services.client, listings, (uri) => signedOut.failedToOpen(uri));
  const registerMany = commandPart(services, async () =>
    (await import('./many')).manyCommands(services, listings, marks),
  );
  const registerApply = commandPart(services, async () =>
    (await import('./apply')).applyCommands(services, listings, marks),
  );
  return vscode.Disposable.from(
    services.front.registerFiles(files),
    // What another server listed is wrong at once, before anybody asks which key is for the new one.
    services.settings.onDidChange(() => listings.clear()),
    registerArtifactCommands(services, listings, marks),
    registerMany('sigmic.compareAllArtifacts', ({ compareAll }, ...given) => compareAll(...given)),
    registerMany('sigmic.saveAllArtifacts', ({ saveAll }, ...given) => saveAll(...given)),
    registerMany('sigmic.compareTasks', ({ compareTasks }, ...given) => compareTasks(...given)),
    registerApply('sigmic.applyArtifact', ({ applyThese }, first, second) => applyThese(first, second)),
    registerApply('sigmic.applyArtifacts', ({ applyPicked }, first, second) => applyPicked(first, second)),
    registerApply('sigmic.restoreBackup', ({ restore }) => restore()),
    new ArtifactDecorations(marks, listings),
    watchSeenTabs(marks),
    files,
    signedOut,
  );
}
