import type { Choices, Forgotten } from '../../core/protocol';
import type { PresetSource } from '../preset-source';
import type { TaskVariables, VariableSource } from '../variable-source';

export interface ChoiceSources {
  readonly variables: VariableSource;
  readonly presets: PresetSource;
}

/** What a new task can be given besides its message: sets of variables and presets, and what a command gave. */
export class PanelChoices {
  private readonly listening: readonly { dispose(): void }[];
  /** Given by a command; never leaves this process but with the task. */
  private given: TaskVariables = {};

  constructor(
    private readonly sources: ChoiceSources,
    private readonly profileId: () => string,
    private readonly changed: () => void,
    private forgotten: Forgotten | undefined,
  ) {
    this.listening = [sources.variables.onDidChange(changed), sources.presets.onDidChange(changed)];
  }

  /** `forgotten`: what the task does not get although somebody may think so. */
  give(variables: TaskVariables, forgotten?: Forgotten): void {
    this.given = variables;
    this.forgotten = forgotten;
    this.changed();
  }

  /** Names only: values stay in the host. */
  get state(): Choices {
    const { env, secrets } = this.given;
    return {
      sets: this.sources.variables.list(this.profileId()).map((set) => ({
        name: set.name,
        env: [...set.env],
        secrets: [...set.secrets],
      })),
      given: { env: Object.keys(env ?? {}), secrets: Object.keys(secrets ?? {}) },
      ...(this.forgotten && { forgotten: this.forgotten }),
      presets: this.sources.presets.list().map(({ name, text }) => ({ name, text })),
    };
  }

  /** Whether a task with this set is given any variables. A set that is gone counts: `values` says so. */
  hasVariables(set: string | undefined): boolean {
    const { given, sets } = this.state;
    if (given.env.length + given.secrets.length > 0) return true;
    const chosen = sets.find(({ name }) => name === set);
    return set !== undefined && (chosen === undefined || chosen.env.length + chosen.secrets.length > 0);
  }

  /** The variables of a new task: those of the set, and those that were given, which go before them. */
  async values(set: string | undefined): Promise<TaskVariables> {
    const chosen = set === undefined ? {} : await this.sources.variables.values(this.profileId(), set);
    const { env, secrets } = this.given;
    return { env: { ...chosen.env, ...env }, secrets: { ...chosen.secrets, ...secrets } };
  }

  dispose(): void {
    for (const each of this.listening) each.dispose();
  }
}
