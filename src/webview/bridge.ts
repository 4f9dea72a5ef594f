import * as v from 'valibot';
import { PostedSchema, type Posted, type ToHost } from '../core/protocol';
import { ViewStateSchema, type ViewState } from '../core/view-state';

/** What VS Code gives a webview's page, once. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** The view's only way out: typed messages each way, checked on arrival, and its own saved state. */
export interface Bridge {
  readonly post: (message: ToHost) => void;
  /** Returns the function that stops listening. */
  readonly onMessage: (listener: (message: Posted) => void) => () => void;
  readonly readState: () => ViewState;
  readonly saveState: (state: ViewState) => void;
}

export function createBridge(): Bridge {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    onMessage(listener) {
      const receive = (event: MessageEvent<unknown>) => {
        // Other scripts of the frame use the same channel: what is not ours is not for us. The host speaks from the frame around.
        if (event.source === window) return;
        const message = v.safeParse(PostedSchema, event.data);
        if (message.success) listener(message.output);
      };
      window.addEventListener('message', receive);
      return () => window.removeEventListener('message', receive);
    },
    readState() {
      const state = v.safeParse(ViewStateSchema, api.getState());
      return state.success ? state.output : { text: '', systemPrompt: '' };
    },
    saveState: (state) => api.setState(state),
  };
}
