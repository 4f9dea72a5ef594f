/** Environment of a new task; a secret stays in this process until it is sent. */
export interface TaskVariables {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly secrets?: Readonly<Record<string, string>> | undefined;
}

/** A set as it may be shown: what its variables are called, never what they are. */
export interface VariableSetView {
  readonly name: string;
  readonly env: readonly string[];
  readonly secrets: readonly string[];
}

/** The person's sets of variables. Made by the variables wing, handed to others by extension.ts. */
export interface VariableSource {
  /** The sets of a profile, by name. */
  list(profileId: string): readonly VariableSetView[];
  onDidChange(listener: () => void): { dispose(): void };
  /** The values of a set. Throws SigmicError('invalid') when there is no such set, or a secret of it is lost. */
  values(profileId: string, set: string): Promise<TaskVariables>;
}
