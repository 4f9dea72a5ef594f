import * as vscode from 'vscode';
import { systemClock } from '../../core/api';
import { SleepWatch } from '../../core/session/sleep-watch';
import type { Connection } from '../../core/session/state';
import type { HostServices } from '../services';

const awayMs = 30_000;
/** The others wait for a person, or for nothing. */
const follows: ReadonlySet<Connection['kind']> = new Set([
  'connecting',
  'connected',
  'polling',
  'reconnecting',
]);

/** After a sleep or a long absence the sockets may be dead without a word: sessions then try at once. */
export function registerWakeUp(
  services: HostServices,
  networkChanged: vscode.Event<void>,
): vscode.Disposable {
  const { sessions, log } = services;
  let leftAt: number | undefined;

  const wake = (what: string, why: 'slept' | 'chance'): void => {
    log.debug(`Reconnecting: ${what}.`);
    sessions.wakeAll(why);
  };
  const sleepWatch = new SleepWatch(
    systemClock,
    () => sessions.all.some(({ connection }) => follows.has(connection.kind)),
    () => wake('the computer was asleep', 'slept'),
  );
  const stopFollowing = sessions.onUpdate((_, update) => {
    if (update.connection !== undefined) sleepWatch.start();
  });
  return vscode.Disposable.from(
    networkChanged(() => wake('the network settings changed', 'chance')),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      const away = leftAt === undefined ? 0 : Date.now() - leftAt;
      leftAt = focused ? undefined : (leftAt ?? Date.now());
      if (focused && away > awayMs) wake('the window was away', 'chance');
    }),
    { dispose: stopFollowing },
    { dispose: () => sleepWatch.stop() },
  );
}
