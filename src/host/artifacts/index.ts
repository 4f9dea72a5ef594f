import * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';
import type { ArtifactMarks } from '../platform/artifact-marks';
import { artifactScheme } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { registerApply } from './apply';
import { registerArtifactCommands } from './commands';
import { ArtifactDecorations } from './decorations';
import { ArtifactFileSystem } from './file-system';
import { registerManyCommands } from './many';
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
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(artifactScheme, files, {
      isReadonly: true,
      isCaseSensitive: true,
    }),
    // What another server listed is wrong at once, before anybody asks which key is for the new one.
    services.settings.onDidChange(() => listings.clear()),
    registerArtifactCommands(services, listings, marks),
    registerManyCommands(services, listings, marks),
    registerApply(services, listings, marks),
    new ArtifactDecorations(marks, listings),
    watchSeenTabs(marks),
    files,
    signedOut,
  );
}
