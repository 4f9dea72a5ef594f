import type * as vscode from 'vscode';
import type { SessionRegistry } from '../../core/session/session-registry';

/** Keeps the number on the view's icon: how many tools wait for the person, whether or not notifications are shown. */
export function showBadge(
  view: Pick<vscode.TreeView<unknown>, 'badge'>,
  sessions: Pick<SessionRegistry, 'all' | 'onUpdate'>,
): { dispose(): void } {
  let shown = 0;
  const update = (): void => {
    const value = sessions.all.reduce((count, { waiting }) => count + waiting.length, 0);
    if (value === shown) return;
    shown = value;
    const tooltip = value === 1 ? '1 tool waits for you' : `${value} tools wait for you`;
    view.badge = value === 0 ? undefined : { value, tooltip };
  };
  update();
  return { dispose: sessions.onUpdate(update) };
}
