import * as vscode from 'vscode';
import type { HostServices } from '../services';

const tickMs = 20_000;
const awayMs = 30_000;

/**
 * After a sleep or a long absence the sockets may be dead without a word: sessions then try at once. A sleep shows as a
 * timer that came much too late; it runs only while a session is at work.
 */
export function registerWakeUp(
  services: HostServices,
  networkChanged: vscode.Event<void>,
): vscode.Disposable {
  const { sessions, log } = services;
  let leftAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastTick = 0;

  const wake = (why: string): void => {
    log.debug(`Reconnecting: ${why}.`);
    sessions.wakeAll();
  };
  const tick = (): void => {
    const late = Date.now() - lastTick - tickMs;
    lastTick = Date.now();
    if (late > awayMs) wake('the computer was asleep');
  };
  const follow = (): void => {
    const busy = sessions.all.some((session) => session.connection.kind !== 'idle');
    if (busy && timer === undefined) {
      lastTick = Date.now();
      timer = setInterval(tick, tickMs);
      timer.unref();
    } else if (!busy) {
      clearInterval(timer);
      timer = undefined;
    }
  };
  const stopFollowing = sessions.onUpdate((_, update) => {
    if (update.connection !== undefined) follow();
  });
  return vscode.Disposable.from(
    networkChanged(() => wake('the network settings changed')),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      const away = leftAt === undefined ? 0 : Date.now() - leftAt;
      leftAt = focused ? undefined : (leftAt ?? Date.now());
      if (focused && away > awayMs) wake('the window was away');
    }),
    { dispose: stopFollowing },
    { dispose: () => clearInterval(timer) },
  );
}
