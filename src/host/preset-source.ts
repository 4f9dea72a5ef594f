/** A system prompt that a person keeps under a name. */
export interface Preset {
  readonly name: string;
  readonly text: string;
}

/** The person's presets. Made by the presets wing, handed to the chat by extension.ts. */
export interface PresetSource {
  /** By name. */
  list(): readonly Preset[];
  onDidChange(listener: () => void): { dispose(): void };
}
