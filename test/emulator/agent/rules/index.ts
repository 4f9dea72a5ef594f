import type { Rule } from '../rule';
import { arithmetic } from './arithmetic';
import { csvReport } from './csv-report';
import { listFiles } from './list-files';
import { readAFile } from './read-file';
import { shell } from './shell';

/** In the order in which they are tried: what is more particular comes first. */
export const rules: readonly Rule[] = [shell, csvReport, readAFile, listFiles, arithmetic];
