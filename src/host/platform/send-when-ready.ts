import type { SessionRegistry } from '../../core/session/session-registry';
import { isActive } from '../../core/session/state';

/** Sends a message to a task as soon as that is at rest; resolves when it was sent. Throws SigmicError. */
export async function sendWhenReady(
  sessions: Pick<SessionRegistry, 'acquire'>,
  taskId: string,
  text: string,
): Promise<void> {
  const handle = sessions.acquire(taskId);
  const { session } = handle;
  const isReady = (): boolean => session.connection.kind === 'idle' && !isActive(session.head.status);
  try {
    await new Promise<void>((resolve) => {
      const stop = session.onUpdate(() => look());
      const look = (): void => {
        if (!isReady()) return;
        stop();
        resolve();
      };
      look();
    });
    await session.send(text, []);
  } finally {
    handle.dispose();
  }
}
