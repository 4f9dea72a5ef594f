/** A station on the way to an answer of Sigmic, in the order in which they are passed. */
export const stations = ['Address', 'Proxy', 'Name', 'Connection', 'Certificate', 'Key', 'Stream'] as const;

export type Station = (typeof stations)[number];

/** What was found at a station. `words` and `advice` are whole sentences for people, with nothing secret in them. */
export interface CheckStep {
  readonly station: Station;
  /** `untried`: a station before it failed, or there was nothing to try it with. */
  readonly outcome: 'good' | 'bad' | 'untried';
  readonly words: string;
  /** What to do about it. */
  readonly advice?: string | undefined;
  /** The setting that changes it. */
  readonly setting?: string | undefined;
  /** Whether another key is what it needs. */
  readonly needsKey?: boolean | undefined;
}

/** Ends the walk: the stations after it are not tried. */
export class Stopped extends Error {
  constructor(
    readonly words: string,
    readonly help: Pick<CheckStep, 'advice' | 'setting'> = {},
  ) {
    super(words);
    this.name = 'Stopped';
  }
}
