/**
 * The path of a file inside a task's workspace, with `/` between its names and none in front; undefined when it is not one
 * that stays inside (`..`, NUL, an empty name), or cannot be told on every system (a backslash).
 */
export function cleanPath(path: string): string | undefined {
  const relative = path.replace(/^(\.?\/)+/, '');
  const names = relative.split('/');
  const bad = (name: string): boolean => name === '' || name === '.' || name === '..' || /[\0\\]/.test(name);
  return names.some(bad) ? undefined : relative;
}
