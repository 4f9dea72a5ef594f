import type { Task } from '../../core/api';
import type { SessionHandle, SessionRegistry } from '../../core/session/session-registry';
import type { OpeningMessage, SessionUpdate, TaskSession } from '../../core/session/task-session';

/** The task of one chat, once there is one: the owner of its hold on the session. */
export class PanelTask {
  private held: SessionHandle | undefined;
  private stopListening = (): void => undefined;

  constructor(
    private readonly sessions: Pick<SessionRegistry, 'acquire'>,
    private readonly onUpdate: (update: SessionUpdate) => void,
  ) {}

  get session(): TaskSession | undefined {
    return this.held?.session;
  }

  get id(): string | undefined {
    return this.session?.taskId;
  }

  /** Holds the session of a task, unheard. */
  hold(taskId: string, seed?: Task, opening?: OpeningMessage): TaskSession {
    this.held = this.sessions.acquire(taskId, seed, opening);
    return this.held.session;
  }

  /** Holds it, and passes on what it tells. */
  follow(taskId: string, seed?: Task, opening?: OpeningMessage): TaskSession {
    const session = this.hold(taskId, seed, opening);
    this.stopListening = session.onUpdate(this.onUpdate);
    return session;
  }

  dispose(): void {
    this.stopListening();
    this.held?.dispose();
  }
}
