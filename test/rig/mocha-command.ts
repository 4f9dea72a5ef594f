import { join } from 'node:path';
import { projectRoot } from './paths';

/** Node's arguments for mocha with a configuration of the project and the reporter that counts. */
export function mocha(config: string, extra: readonly string[] = []): string[] {
  const bin = join(projectRoot, 'node_modules', 'mocha', 'bin', 'mocha.js');
  return [bin, '--config', config, '--reporter', join(__dirname, 'counting-reporter.ts'), ...extra];
}
