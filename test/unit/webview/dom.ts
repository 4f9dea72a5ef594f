import type { Window } from 'happy-dom';

const names = [
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'HTMLTextAreaElement',
  'Text',
  'Event',
  'KeyboardEvent',
  'MouseEvent',
  'ResizeObserver',
  'IntersectionObserver',
  'requestAnimationFrame',
  'requestIdleCallback',
  'window',
] as const;

/** A browser's document in the global scope while a suite runs, as the view's modules expect one. */
export function useDom(): void {
  const former = new Map<string, PropertyDescriptor | undefined>();
  let window: Window | undefined;
  const set = async () => {
    // Loaded as the module that it is: what the tests' loader makes of it for `require` is three times slower.
    const { Window } = await import('happy-dom');
    window = new Window({ url: 'https://view.test/' });
    for (const name of names) {
      former.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
      const value: unknown = name === 'window' ? window : Reflect.get(window, name);
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
    }
  };
  const reset = async () => {
    for (const [name, descriptor] of former) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
    await window?.happyDOM.close();
  };
  before(set);
  after(reset);
}
