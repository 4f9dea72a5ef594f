import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Reviewed, ToHost } from '../../core/protocol';
import type { Folds } from '../folds';
import type { Reasons } from '../reasons';
import type { TextGrowth } from '../text-growth';

/** What components need besides their own props. */
export interface ViewServices {
  readonly post: (message: ToHost) => void;
  /** Puts an earlier message into the textbox, unless something is being written there; answers whether it did. */
  readonly takeUp: (text: string) => boolean;
  /** Lets go of old turns; the newest so many stay. */
  readonly forgetOldest: (count: number) => void;
  /** Lets go of the oldest steps of long turns. */
  readonly forgetSteps: () => void;
  readonly folds: Folds;
  readonly reasons: Reasons;
  readonly growth: TextGrowth;
  /** Colours the code inside of a finished piece of Markdown, when there is time. */
  readonly colour: (node: HTMLElement) => void;
}

export const ViewContext = createContext<ViewServices | undefined>(undefined);

/** Which calls the person has opened whole in an editor: cards deep in the conversation look here. */
export const ReviewedContext = createContext<Readonly<Reviewed>>([]);

export function useView(): ViewServices {
  const services = useContext(ViewContext);
  if (services === undefined)
    throw new Error('Components of the view are rendered inside of its ViewContext.');
  return services;
}
