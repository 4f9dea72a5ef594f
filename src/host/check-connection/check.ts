import * as vscode from 'vscode';
import { redact } from '../../core/api';
import { checkConnection, connectionReport, type CheckStep } from '../../core/connection-check';
import { withoutLinks } from '../../core/visible-text';
import type { Network } from '../platform/network';
import { act } from '../platform/problems';
import type { ShownDocument } from '../platform/shown-document';
import { userAgent } from '../platform/user-agent';
import type { HostServices } from '../services';

interface CheckDeps {
  readonly services: HostServices;
  readonly network: Pick<Network, 'prepare' | 'way'>;
  readonly document: ShownDocument;
  readonly copy: () => Promise<void>;
  /** Ends the check before, and gives what ends this one. */
  readonly begin: () => AbortController;
}

/** Goes the way, shows the report and answers its text; undefined when it was cancelled, or another began. */
export async function checkAndTell(deps: CheckDeps): Promise<string | undefined> {
  const { services, network, document, copy, begin } = deps;
  const ending = begin();
  const steps = await walk(services, network, ending);
  if (steps === undefined) return undefined;
  const about = [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${userAgent(services.context)} ${process.platform} ${process.arch} node/${process.version.slice(1)}`,
  ];
  const report = services.secrets.text(redact(connectionReport(steps, about)));
  await document.show(report);
  if (ending.signal.aborted) return undefined;
  tell(steps, { 'Copy Report': copy, 'Sign In': () => act('signIn', { retry: () => checkAndTell(deps) }) });
  return report;
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
