/** Whether `error` is the operating system's error of this name, e.g. ENOENT. */
export function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
