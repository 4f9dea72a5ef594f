import type {
  CallOptions,
  NewMessage,
  NewTask,
  SendOptions,
  StreamEvent,
  StreamOptions,
  TaskApi,
  ToolOutcome,
  WidgetTokenRequest,
} from '../../core/api';

export interface ProfileClientDeps {
  /** Resolves when it is known which profiles there are. */
  readonly ready: () => Promise<void>;
  /** The client that uses this profile's credential. */
  readonly clientOf: (profileId: string) => TaskApi;
  /** The profile in which tasks are made and listed. */
  readonly profileId: () => string;
  readonly profileOf: (taskId: string) => string;
  /** The profile reaches these tasks. `listed`: made or listed with it, which tells more than that a task could be read. */
  readonly learn: (taskIds: readonly string[], profileId: string, listed: boolean) => void;
  /** A call with this profile's credential failed. */
  readonly failed: (error: unknown, profileId: string) => void;
}

/** The Task API with several credentials: every call on a task goes with the credential of the task's own profile. */
export class ProfileClient implements TaskApi {
  constructor(private readonly deps: ProfileClientDeps) {}

  clockAhead() {
    return this.deps.clientOf(this.deps.profileId()).clockAhead();
  }

  async createTask(input: NewTask, options?: SendOptions) {
    const id = await this.ownProfile();
    const created = await this.run(id, (client) => client.createTask(input, options));
    this.deps.learn([created.id], id, true);
    return created;
  }

  async listTasks(page?: { limit?: number; offset?: number }, options?: CallOptions) {
    const id = await this.ownProfile();
    const found = await this.run(id, (client) => client.listTasks(page, options));
    this.deps.learn(
      found.tasks.map((task) => task.id),
      id,
      true,
    );
    return found;
  }

  getTask(id: string, options?: CallOptions) {
    return this.on(id, (client) => client.getTask(id, options));
  }

  sendMessage(id: string, input: NewMessage, options?: SendOptions) {
    return this.on(id, (client) => client.sendMessage(id, input, options));
  }

  async *openStream(id: string, options?: StreamOptions): AsyncGenerator<StreamEvent, void, undefined> {
    await this.deps.ready();
    const profileId = this.deps.profileOf(id);
    try {
      yield* this.deps.clientOf(profileId).openStream(id, options);
    } catch (error) {
      this.deps.failed(error, profileId);
      throw error;
    }
  }

  getHistory(id: string, options?: CallOptions) {
    return this.on(id, (client) => client.getHistory(id, options));
  }

  answerTool(id: string, callId: string, outcome: ToolOutcome, options?: CallOptions) {
    return this.on(id, (client) => client.answerTool(id, callId, outcome, options));
  }

  cancelTask(id: string, options?: CallOptions) {
    return this.on(id, (client) => client.cancelTask(id, options));
  }

  listArtifacts(id: string, options?: CallOptions) {
    return this.on(id, (client) => client.listArtifacts(id, options));
  }

  downloadArtifact(id: string, path: string, options?: CallOptions) {
    return this.on(id, (client) => client.downloadArtifact(id, path, options));
  }

  async createWidgetToken(input: WidgetTokenRequest, options?: CallOptions) {
    return this.deps.clientOf(await this.ownProfile()).createWidgetToken(input, options);
  }

  private async ownProfile(): Promise<string> {
    await this.deps.ready();
    return this.deps.profileId();
  }

  private async on<T>(taskId: string, call: (client: TaskApi) => Promise<T>): Promise<T> {
    await this.deps.ready();
    const profileId = this.deps.profileOf(taskId);
    const result = await this.run(profileId, call);
    this.deps.learn([taskId], profileId, false);
    return result;
  }

  private async run<T>(profileId: string, call: (client: TaskApi) => Promise<T>): Promise<T> {
    try {
      return await call(this.deps.clientOf(profileId));
    } catch (error) {
      this.deps.failed(error, profileId);
      throw error;
    }
  }
}
