import type { AgentContext } from './context';

/** One skill: tells by the message (and what came before) whether it is meant, and does it. */
export interface Rule {
  readonly name: string;
  /** One example of what to say, shown when nothing fits. */
  readonly example: string;
  /** The work to do when this rule is meant, else undefined. */
  match(
    context: AgentContext,
  ): (() => Promise<void>) | undefined | Promise<(() => Promise<void>) | undefined>;
}
