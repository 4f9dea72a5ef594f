import type { FastifyInstance } from 'fastify';
import { successBody, validationError } from '../http/api-error';
import { readMessageInput, readTaskInput } from '../http/task-input';
import { detailedTask, listedTask } from '../http/task-view';
import { renderMessage } from '../run/render';
import { withStaging } from '../http/uploads';
import { findTask, type Service } from '../service';
import { placeUploads } from '../workspace/place-uploads';

interface ById {
  Params: { id: string };
}

/** Create, list, get, follow up, history and cancel. */
export function taskRoutes(app: FastifyInstance, service: Service): void {
  const { store, runner, shapes, dataDir } = service;

  app.post('/tasks', async (request) => {
    const task = await withStaging(dataDir, async (staging) => {
      const { files, secrets, message, env, ...rest } = await readTaskInput(request, staging);
      const { ownerId, username, env: tokenEnv, secrets: tokenSecrets } = request.caller;
      const allEnv = env === null && Object.keys(tokenEnv).length === 0 ? null : { ...tokenEnv, ...env };
      const created = store.create({ ...rest, message, env: allEnv, apiKeyId: ownerId, username });
      created.openSession({ ...tokenSecrets, ...secrets });
      runner.start(created, message, await placeUploads(files, created.workspace));
      return created;
    });
    return successBody({ id: task.id, status: 'pending' });
  });

  app.get<{ Querystring: { limit?: string; offset?: string } }>('/tasks', (request) => {
    const limit = wholeNumber(request.query.limit, 'limit', 50, 1, 100);
    const offset = wholeNumber(request.query.offset, 'offset', 0, 0, Number.MAX_SAFE_INTEGER);
    const tasks = store.list(request.caller.ownerId);
    const page = tasks.slice(offset, offset + limit).map(listedTask);
    const hasMore = offset + page.length < tasks.length;
    return { ...successBody(page), pagination: { total: tasks.length, limit, offset, hasMore } };
  });

  app.get<ById>('/tasks/:id', (request) =>
    successBody(detailedTask(findTask(service, request.caller.ownerId, request.params.id), shapes)),
  );

  app.get<ById>('/tasks/:id/history', (request) => {
    const { id, record, messages } = findTask(service, request.caller.ownerId, request.params.id);
    return successBody({
      taskId: id,
      conversationId: record.conversationId,
      status: record.status,
      messages: messages.map((message) => renderMessage(message, shapes)),
    });
  });

  app.post<ById>('/tasks/:id/messages', async (request) => {
    const task = findTask(service, request.caller.ownerId, request.params.id);
    await withStaging(dataDir, async (staging) => {
      const { message, files } = await readMessageInput(request, staging);
      if (task.turn !== undefined) throw validationError('The task is still running');
      task.restoreSession(service.sessionIdleMs);
      const attached = await placeUploads(files, task.workspace);
      runner.start(task, message, attached);
    });
    return successBody({ status: 'running' });
  });

  app.delete<ById>('/tasks/:id', (request) => {
    const task = findTask(service, request.caller.ownerId, request.params.id);
    const stopped = runner.cancel(task);
    return successBody({ message: stopped ? 'Task cancelled' : `Task is already ${task.record.status}` });
  });
}

function wholeNumber(
  text: string | undefined,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) {
    throw validationError(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}
