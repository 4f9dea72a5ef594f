import * as vscode from 'vscode';
import type { ArtifactListings } from '../platform/artifact-listings';
import { artifactScheme } from '../platform/artifact-uri';
import type { HostServices } from '../services';
import { registerArtifactCommands } from './commands';
import { ArtifactFileSystem } from './file-system';

/** What agents made, as files of a read-only file system, and the commands on them. */
export function registerArtifacts(services: HostServices, listings: ArtifactListings): vscode.Disposable {
  const files = new ArtifactFileSystem(services.client, listings);
  return vscode.Disposable.from(
    vscode.workspace.registerFileSystemProvider(artifactScheme, files, {
      isReadonly: true,
      isCaseSensitive: true,
    }),
    // What another server listed is wrong at once, before anybody asks which key is for the new one.
    services.settings.onDidChange(() => listings.clear()),
    registerArtifactCommands(services, listings),
    files,
  );
}
