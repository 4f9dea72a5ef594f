import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { streamOf } from '../run/stream';
import { findTask, type Service } from '../service';

/** `GET /tasks/:id/stream`; a slow reader slows only itself, one that leaves stops nothing. */
export function streamRoute(app: FastifyInstance, service: Service): void {
  app.get<{ Params: { id: string } }>('/tasks/:id/stream', (request, reply) => {
    const task = findTask(service, request.caller.ownerId, request.params.id);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const envelope = request.fault?.envelope ?? service.shapes.envelope;
    const shapes = { ...service.shapes, envelope };
    const events = streamOf(task, shapes, service.heartbeatMs, gone.signal);
    return reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('cache-control', 'no-cache, no-transform')
      .header('x-accel-buffering', 'no')
      .send(Readable.from(events, { objectMode: false }));
  });
}
