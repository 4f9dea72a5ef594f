import * as v from 'valibot';
import { checkData, type Envelope } from './envelope';
import { PaginationSchema, TaskListSchema } from './schemas';
import type { TaskPage } from './types';

/**
 * `GET /tasks`: the list, and the `pagination` beside it (api.md "Endpoints"). Without a `hasMore` it is worked out:
 * from the total, or from whether the page is full.
 */
export function toTaskPage(answer: Envelope, asked: { limit: number; offset: number }): TaskPage {
  const entries = checkData(v.array(v.unknown()), answer.data, 'GET');
  const said = v.safeParse(PaginationSchema, answer.pagination);
  const pagination = said.success ? said.output : {};
  const total = pagination.total ?? undefined;
  const limit = pagination.limit ?? asked.limit;
  const offset = pagination.offset ?? asked.offset;
  const more = total === undefined ? entries.length >= limit : offset + entries.length < total;
  return {
    tasks: v.parse(TaskListSchema, entries),
    pagination: { total, limit, offset, hasMore: entries.length > 0 && (pagination.hasMore ?? more) },
  };
}
