import type { Tool, ToolResult, ToolSurroundings } from './tool';

type Emit = (kind: 'start' | 'thought' | 'tool' | 'end', data: object) => unknown;

/** A helper of the agent with thoughts and (harmless, reading) tools of its own, told apart by its name. */
export class Subagent {
  constructor(
    private readonly emit: Emit,
    private readonly about: { displayName: string; objective: string },
    private readonly around: ToolSurroundings,
    private readonly pause: () => Promise<void>,
  ) {}

  async start(description: string): Promise<void> {
    this.emit('start', { ...this.about, description });
    await this.pause();
  }

  async think(text: string): Promise<void> {
    this.around.signal.throwIfAborted();
    this.emit('thought', { text });
    await this.pause();
  }

  async use<Args extends object, Output extends object>(
    tool: Tool<Args, Output>,
    args: Args,
  ): Promise<ToolResult<Output>> {
    this.around.signal.throwIfAborted();
    this.emit('tool', { status: 'start', toolName: tool.name, args });
    await this.pause();
    try {
      const output = await tool.run(args, this.around);
      this.emit('tool', { status: 'end', toolName: tool.name, output: tool.text(output).slice(0, 2_000) });
      return { status: 'success', output };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.emit('tool', { status: 'end', toolName: tool.name, output: `Failed: ${message}` });
      return { status: 'error', message };
    }
  }

  end(result: string, terminateReason = 'GOAL'): void {
    this.emit('end', { terminateReason, result });
  }
}
