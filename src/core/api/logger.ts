/** What the core needs of a log; the host adapts its log channel to it. Never given bodies or credentials. */
export interface Logger {
  trace(message: string): void;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}
