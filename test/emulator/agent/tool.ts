import type { EnvMap } from '../auth/env-map';
import type { Workspace } from '../workspace/workspace';

/** What a tool may touch. */
export interface ToolSurroundings {
  readonly workspace: Workspace;
  /** The task's `env` and `secrets` together. */
  readonly env: EnvMap;
  readonly signal: AbortSignal;
}

/** Something the agent can do to the world; it throws when it fails. `Output` must be plain JSON. */
export interface Tool<Args extends object, Output extends object> {
  readonly name: string;
  run(args: Args, around: ToolSurroundings): Promise<Output>;
  /** The output in words. */
  text(output: Output): string;
}

export type ToolResult<Output> =
  | { readonly status: 'success'; readonly output: Output }
  | { readonly status: 'error'; readonly message: string }
  | { readonly status: 'cancelled' };
