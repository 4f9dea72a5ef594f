import type { SigmicClient, TaskApi } from '../../core/api';
import type { ProfileView } from '../services';
import { ProfileClient, type ProfileClientDeps } from './profile-client';
import type { Profiles } from './profiles';
import type { TaskProfiles } from './task-profiles';

export type Credential = (origin: string) => Promise<string | undefined>;

/** One client a profile, the one in front of them that every wing is given, and which profile each task has. */
export class ProfileClients implements ProfileView {
  private readonly clients = new Map<string, TaskApi>();
  private readonly refusals = new WeakMap<object, string>();
  private readonly routing: Omit<ProfileClientDeps, 'profileId'>;
  /** Makes and lists tasks in the profile in use. */
  readonly inUse: TaskApi;

  constructor(
    private readonly profiles: Profiles,
    private readonly taskProfiles: TaskProfiles,
    private readonly clientFor: (credential: Credential) => SigmicClient,
  ) {
    this.routing = {
      ready: () => profiles.ready(),
      clientOf: (id) => this.clientOf(id),
      profileOf: (taskId) => this.of(taskId),
      learn: (taskIds, id, listed) => {
        const news = listed ? taskIds : taskIds.filter((taskId) => taskProfiles.get(taskId) === undefined);
        taskProfiles.set(news, id);
      },
      failed: (error, id) => {
        if (typeof error === 'object' && error !== null) this.refusals.set(error, id);
      },
    };
    this.inUse = this.client(undefined);
  }

  get onDidChange() {
    return this.profiles.onDidChangeProfiles;
  }

  of(taskId: string): string {
    return this.profiles.resolve(this.taskProfiles.get(taskId));
  }

  tasks(id: string): readonly string[] {
    return this.taskProfiles.of(id);
  }

  resolve(id: string | undefined): string {
    return this.profiles.resolve(id);
  }

  shownName(id: string): string | undefined {
    return this.profiles.shownName(id);
  }

  /** `undefined`: the profile in use, whichever that is at each call. */
  client(id: string | undefined): TaskApi {
    return new ProfileClient({ ...this.routing, profileId: () => this.profiles.resolve(id) });
  }

  failedProfile(error: unknown): string | undefined {
    return typeof error === 'object' && error !== null ? this.refusals.get(error) : undefined;
  }

  /** Whether a task's calls go, or went, with the credential of one of these profiles. */
  concerns(taskId: string, ids: ReadonlySet<string>): boolean {
    return ids.has(this.of(taskId)) || ids.has(this.taskProfiles.get(taskId) ?? '');
  }

  private clientOf(id: string): TaskApi {
    const known = this.clients.get(id);
    if (known !== undefined) return known;
    const client = this.clientFor((origin) => this.profiles.credential(origin, id));
    this.clients.set(id, client);
    return client;
  }
}
