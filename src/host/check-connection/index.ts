import * as vscode from 'vscode';
import { commandPart } from '../platform/command-part';
import type { Network } from '../platform/network';
import { ShownDocument } from '../platform/shown-document';
import type { HostServices } from '../services';

const gone = 'This report is not there any more. Run "Sigmic: Check Connection" again.\n';

/**
 * `sigmic.checkConnection()` goes the way to the API station by station, shows a report and answers its text (undefined when it was
 * cancelled, or another check began meanwhile); `sigmic.copyConnectionReport` puts the latest on the clipboard. There is nothing secret in it.
 */
export function registerCheckConnection(
  services: HostServices,
  network: Pick<Network, 'prepare' | 'way'>,
): vscode.Disposable {
  const document = new ShownDocument(services.front, 'sigmic-connection', 'Sigmic connection.txt', gone);
  const copy = async (): Promise<void> => {
    if (document.text === undefined) return;
    await vscode.env.clipboard.writeText(document.text);
    vscode.window.setStatusBarMessage('Copied the report', 4000);
  };
  let latest: AbortController | undefined;
  const begin = (): AbortController => {
    latest?.abort();
    return (latest = new AbortController());
  };
  const registerCommand = commandPart(services, () => import('./check'));
  return vscode.Disposable.from(
    document,
    { dispose: () => latest?.abort() },
    registerCommand('sigmic.checkConnection', ({ checkAndTell }) =>
      checkAndTell({ services, network, document, copy, begin }),
    ),
    services.front.registerCommand('sigmic.copyConnectionReport', copy),
  );
}
