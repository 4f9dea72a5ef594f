import * as vscode from 'vscode';
import { redact } from '../../core/api';
import { checkConnection, connectionReport, type CheckStep } from '../../core/connection-check';
import { withoutLinks } from '../../core/visible-text';
import type { Network } from '../platform/network';
import { act } from '../platform/problems';
import { ShownDocument } from '../platform/shown-document';
import { userAgent } from '../platform/user-agent';
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
  const document = new ShownDocument('sigmic-connection', 'Sigmic connection.txt', gone);
  const copy = async (): Promise<void> => {
    if (document.text === undefined) return;
    await vscode.env.clipboard.writeText(document.text);
    vscode.window.setStatusBarMessage('Copied the report', 4000);
  };
  let latest: AbortController | undefined;
  const check = async (): Promise<string | undefined> => {
    latest?.abort();
    const ending = (latest = new AbortController());
    const steps = await walk(services, network, ending);
    if (steps === undefined) return undefined;
    const about = [
      `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      `${userAgent(services.context)} ${process.platform} ${process.arch} node/${process.version.slice(1)}`,
    ];
    const report = services.secrets.text(redact(connectionReport(steps, about)));
    await document.show(report);
    if (ending.signal.aborted) return undefined;
    tell(steps, { 'Copy Report': copy, 'Sign In': () => act('signIn', { retry: check }) });
    return report;
  };
  return vscode.Disposable.from(
    document,
    { dispose: () => latest?.abort() },
    vscode.commands.registerCommand('sigmic.checkConnection', check),
    vscode.commands.registerCommand('sigmic.copyConnectionReport', copy),
  );
}

/** Undefined when it was ended. */
async function walk(
  { client, settings, log }: HostServices,
  network: Pick<Network, 'prepare' | 'way'>,
  ending: AbortController,
): Promise<CheckStep[] | undefined> {
  const progressOptions = {
    location: vscode.ProgressLocation.Notification,
    title: 'Checking the connection to Sigmic',
    cancellable: true,
  };
  return vscode.window.withProgress(progressOptions, async (progress, token) => {
    const listening = token.onCancellationRequested(() => ending.abort());
    try {
      await network.prepare();
      return await checkConnection({
        address: () => ({ url: settings.apiUrl(), namedBy: settings.apiUrlNamedBy() }),
        ...network.way(),
        api: client,
        now: () => performance.now(),
        signal: ending.signal,
        onStation: (station) => progress.report({ message: station }),
      });
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      log.error('The connection could not be checked.', error);
      throw error;
    } finally {
      listening.dispose();
    }
  });
}

function tell(
  steps: readonly CheckStep[],
  deeds: Readonly<Record<'Copy Report' | 'Sign In', () => unknown>>,
): void {
  const failed = steps.find(({ outcome }) => outcome === 'bad');
  const setting = failed?.setting;
  const buttons = [
    ...(failed?.needsKey === true ? ['Sign In'] : []),
    ...(setting === undefined ? [] : ['Open Settings']),
    'Copy Report',
  ];
  const shown =
    failed === undefined
      ? vscode.window.showInformationMessage('Sigmic can be reached.', ...buttons)
      : vscode.window.showWarningMessage(`${failed.station}: ${withoutLinks(failed.words)}`, ...buttons);
  void shown.then((pressed) => {
    if (pressed === 'Copy Report' || pressed === 'Sign In') return deeds[pressed]();
    if (pressed === 'Open Settings')
      return vscode.commands.executeCommand('workbench.action.openSettings', setting);
    return undefined;
  });
}
