import type * as vscode from 'vscode';
import type { Profile } from '../../core/protocol';
import type { HostServices } from '../services';

/** The profile of one chat: its task's, or for a new task the one that was in use when its composer was opened. */
export class PanelProfile implements vscode.Disposable {
  private readonly begunWith: string;
  private readonly listening: vscode.Disposable;

  constructor(
    private readonly services: Pick<HostServices, 'profiles' | 'profileId'>,
    private readonly deps: {
      /** Of a draft from an earlier window. */
      readonly begunWith: string | undefined;
      readonly taskId: () => string | undefined;
      readonly changed: (profile: Profile) => void;
    },
  ) {
    this.begunWith = deps.begunWith ?? services.profileId();
    this.listening = services.profiles.onDidChange(() => deps.changed(this.state));
  }

  get id(): string {
    const taskId = this.deps.taskId();
    const { profiles } = this.services;
    return taskId === undefined ? profiles.resolve(this.begunWith) : profiles.of(taskId);
  }

  get state(): Profile {
    const name = this.services.profiles.shownName(this.id);
    return { id: this.id, ...(name !== undefined && { name }) };
  }

  /** Makes and looks for new tasks in this profile. */
  get client(): HostServices['client'] {
    return this.services.profiles.client(this.begunWith);
  }

  dispose(): void {
    this.listening.dispose();
  }
}
