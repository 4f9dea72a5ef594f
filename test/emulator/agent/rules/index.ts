import type { Rule } from '../rule';
import { arithmetic } from './arithmetic';
import { count } from './count';
import { csvQuestion } from './csv-question';
import { attachedCsv, csvReport } from './csv-report';
import { greet } from './greet';
import { listFiles } from './list-files';
import { longAnswer } from './long-answer';
import { readAFile } from './read-file';
import { recall } from './recall';
import { review } from './review';
import { search } from './search';
import { shell } from './shell';
import { wait } from './wait';
import { writeAFile } from './write-file';

/** In the order in which they are tried: what is more particular comes first. */
export const rules: readonly Rule[] = [
  recall,
  shell,
  wait,
  arithmetic,
  longAnswer,
  review,
  count,
  writeAFile,
  csvQuestion,
  csvReport,
  search,
  readAFile,
  listFiles,
  greet,
  attachedCsv,
];
