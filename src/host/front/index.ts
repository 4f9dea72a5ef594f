import * as vscode from 'vscode';
import { artifactScheme, chatViewType } from '../platform/public-names';
import { CommandFront, declaredCommands, type Run } from './commands';
import { DocumentFront, type DocumentScheme } from './documents';
import { tellLoadFailure } from './failure';
import { FileFront, type ReadableFiles } from './files';
import { registerFixActions } from './fix-actions';
import { Place } from './place';
import { Rest } from './rest';
import { TaskViewFront } from './task-view';

/**
 * All that VS Code and the person may call in this extension. It is registered when a window starts, with nothing behind it: the first
 * call loads the rest, which then registers here what answers, and waits for that.
 */
export class Front implements vscode.Disposable {
  private readonly rest: Rest;
  private readonly commands: CommandFront;
  private readonly documents: DocumentFront;
  private readonly files: FileFront;
  private readonly panels: Place<vscode.WebviewPanelSerializer>;
  private readonly links: Place<vscode.UriHandler>;
  private readonly disposables: vscode.Disposable;
  private openChannel: vscode.LogOutputChannel | undefined;

  /** The view `sigmic.tasks`. */
  readonly tasks: TaskViewFront;

  /** `wire` loads the rest and connects it with this front. */
  constructor(manifest: unknown, wire: (front: Front) => Promise<vscode.Disposable>) {
    const rest = new Rest(
      () => wire(this),
      (error) => tellLoadFailure(error, this.channel),
    );
    this.rest = rest;
    // What shows the log shows also why the rest is not there.
    const showLog = vscode.commands.registerCommand('sigmic.showLog', () => this.channel.show());
    const others = declaredCommands(manifest).filter((command) => command !== 'sigmic.showLog');
    this.commands = new CommandFront(rest, others);
    this.documents = new DocumentFront(rest);
    this.files = new FileFront(rest, artifactScheme);
    this.tasks = new TaskViewFront(rest);
    this.panels = new Place(rest, 'chats of the last window');
    this.links = new Place(rest, 'links');
    this.disposables = vscode.Disposable.from(
      rest,
      showLog,
      this.commands,
      this.documents,
      this.files,
      this.tasks,
      registerFixActions(() => this.channel),
      vscode.window.registerWebviewPanelSerializer(chatViewType, {
        deserializeWebviewPanel: async (panel, state) =>
          (await this.panels.get()).deserializeWebviewPanel(panel, state),
      }),
      vscode.window.registerUriHandler({
        handleUri: async (uri) => (await this.links.get()).handleUri(uri),
      }),
      { dispose: () => this.openChannel?.dispose() },
    );
  }

  /** The output channel "Sigmic", made when there is something to say. */
  get channel(): vscode.LogOutputChannel {
    this.openChannel ??= vscode.window.createOutputChannel('Sigmic', { log: true });
    return this.openChannel;
  }

  /** Loads the rest, if it is not there. Rejects when that fails, after the person was told. */
  load(): Promise<void> {
    return this.rest.load();
  }

  /** Names what runs a command of the manifest. */
  registerCommand(command: string, run: Run): vscode.Disposable {
    return this.commands.register(command, run);
  }

  /** Names what knows the text of the read-only documents of a scheme. */
  registerDocuments(scheme: DocumentScheme, provider: vscode.TextDocumentContentProvider): vscode.Disposable {
    return this.documents.register(scheme, provider);
  }

  /** Names what reads the files of tasks. */
  registerFiles(files: ReadableFiles): vscode.Disposable {
    return this.files.register(files);
  }

  /** Names what brings back the chats of the last window. */
  registerPanels(panels: vscode.WebviewPanelSerializer): vscode.Disposable {
    return vscode.Disposable.from(this.panels.fill(panels));
  }

  /** Names what follows `vscode://sigmic.sigmic/...`. */
  registerLinks(links: vscode.UriHandler): vscode.Disposable {
    return vscode.Disposable.from(this.links.fill(links));
  }

  dispose(): void {
    this.disposables.dispose();
  }
}
