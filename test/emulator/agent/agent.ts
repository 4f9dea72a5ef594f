import type { Tempo } from '../options';
import type { Turn } from '../run/turn';
import type { Task } from '../tasks/task';
import { AgentContext } from './context';
import type { Rule } from './rule';
import { rules } from './rules/index';
import { playScript } from './play-script';
import type { Scripts } from './scripts';

const whatIAm = '*I am a small rule-based agent of the emulator, not a language model.*';

/** Answers a message by the first rule that fits it, or by a script that a test has set. */
export class Agent {
  constructor(
    private readonly tempo: Readonly<Tempo>,
    private readonly scripts: Scripts,
  ) {}

  async work(task: Task, turn: Turn): Promise<void> {
    const message = task.messages.at(-1)?.content ?? '';
    const script = this.scripts.take(message);
    if (script !== undefined) return playScript(script, task, turn, this.scripts);

    const context = new AgentContext(task, turn, this.tempo.pace);
    const isFirst = context.history.length === 0;
    if (isFirst && task.record.systemPrompt !== null) {
      await context.think(
        'Reading the system prompt',
        'I keep it with the task, but my rules do not change by it.',
      );
    }
    await (
      await this.choose(context)
    )();
    if (isFirst) await context.say(whatIAm);
  }

  private async choose(context: AgentContext): Promise<() => Promise<void>> {
    for (const rule of rules) {
      const work = await rule.match(context);
      if (work !== undefined) return work;
    }
    return () => this.sayWhatIDo(context, rules);
  }

  private async sayWhatIDo(context: AgentContext, known: readonly Rule[]): Promise<void> {
    await context.think('Looking for a rule that fits', 'None of my rules matches this message.');
    const examples = known.map(({ example }) => `- ${example}`).join('\n');
    await context.say(
      `I am a small rule-based agent and have no rule for that. Try one of these:\n\n${examples}`,
    );
  }
}
