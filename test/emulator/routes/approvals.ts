import type { FastifyInstance } from 'fastify';
import { notFound, successBody, validationError } from '../http/api-error';
import { isObject } from '../http/json';
import { isOutcome } from '../run/approvals';
import { findTask, type Service } from '../service';

/** `POST /tasks/:id/tools/:callId/approve`. */
export function approvalRoute(app: FastifyInstance, service: Service): void {
  app.post<{ Params: { id: string; callId: string } }>('/tasks/:id/tools/:callId/approve', (request) => {
    const task = findTask(service, request.caller.ownerId, request.params.id);
    request.logged.body = request.body;
    const outcome = isObject(request.body) ? request.body.outcome : undefined;
    if (!isOutcome(outcome)) throw validationError('outcome must be proceed_once, proceed_always or cancel');
    if (task.turn?.approvals.answer(request.params.callId, outcome) !== true) throw notFound('Tool call');
    return successBody({ approved: outcome !== 'cancel' });
  });
}
