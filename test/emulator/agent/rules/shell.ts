import type { Rule } from '../rule';
import { runShellCommand, type ShellOutput } from '../tools/shell';
import type { ToolResult } from '../tool';

/** "run `ls -la`", "run `a` and `b`" (both at once), "$ pwd". */
export const shell: Rule = {
  name: 'shell',
  example: 'Run `ls -la` (or two commands at once: run `date` and `pwd`)',
  match(context) {
    const commands = commandsIn(context.message);
    if (commands.length === 0) return undefined;
    return async () => {
      await context.think(
        commands.length === 1 ? 'Running a command' : `Running ${commands.length} commands at once`,
      );
      const results = await Promise.all(commands.map((command) => context.use(runShellCommand, { command })));
      await context.say(results.map((result, index) => report(commands[index] ?? '', result)).join('\n\n'));
    };
  },
};

function commandsIn(message: string): string[] {
  const prompt = /^\$\s+(.+)$/m.exec(message)?.[1];
  if (prompt !== undefined) return [prompt];
  if (!/\b(?:run|execute)\b/i.test(message)) return [];
  const quoted = [...message.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
  if (quoted.length > 0) return quoted;
  const plain =
    /^\s*(?:please\s+)?(?:run|execute)(?:\s+the(?:\s+shell)?\s+command)?:?\s+(?!(?:the|an?|this|that|my|your|some|all)\b)(.+)$/is.exec(
      message,
    )?.[1];
  return plain === undefined ? [] : [plain.trim()];
}

function report(command: string, result: ToolResult<ShellOutput>): string {
  if (result.status === 'cancelled') return `I did not run \`${command}\`, because you rejected it.`;
  if (result.status === 'error') return `\`${command}\` could not be run: ${result.message}`;
  const { exitCode, output, timedOut, truncated } = result.output;
  const end = timedOut ? 'was ended after 60 seconds' : `ended with exit code ${exitCode ?? 'none'}`;
  const cut = truncated ? ' Only the beginning of its output is shown.' : '';
  const shown = output === '' ? 'It printed nothing.' : `\`\`\`console\n${output.trimEnd()}\n\`\`\``;
  return `\`${command}\` ${end}.${cut}\n\n${shown}`;
}
