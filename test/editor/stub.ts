/** Puts `value` in the place of a property until the function that is returned is called: dialogs are answered by tests. */
export function stub<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): () => void {
  const before = object[key];
  object[key] = value;
  return () => {
    object[key] = before;
  };
}
