import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../http/api-error';
import type { Scripts } from '../agent/scripts';
import type { Fault, Faults } from './faults';
import { FaultyBody, touchesBody } from './faulty-body';
import { HeldBody } from './held-body';

/** Works the waiting faults into requests and responses, before authentication, as a bad gateway would. */
export function faultHooks(app: FastifyInstance, faults: Faults, scripts: Scripts): void {
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.take(request.method, request.url);
    request.fault = fault;
    if (fault === undefined) return;
    if (fault.delayMs !== undefined) await sleep(fault.delayMs);
    const isLeft = fault.gate !== undefined && !(await comesThrough(fault.gate, scripts, request.raw.socket));
    if (isLeft || fault.closeBefore === true) {
      reply.hijack();
      request.raw.destroy();
      return;
    }
    if (fault.fail !== undefined) throw new ApiError(fault.fail, `Refused with ${fault.fail}`);
    if (fault.respond !== undefined) {
      // What the client still has to send is read and thrown away, so that it gets to read the answer.
      request.raw.resume();
      await reply
        .code(fault.respond.status)
        .headers(responseHeaders(fault.respond))
        .send(responseBody(fault.respond.body));
    }
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const { fault } = request;
    if (fault?.hold !== undefined) {
      const held = new HeldBody(fault.hold, reply.raw, scripts);
      pipeline(source(payload), held, () => undefined);
      reply.raw.setMaxListeners(20).once('close', () => held.destroy());
      done(null, held);
      return;
    }
    if (fault === undefined || !touchesBody(fault)) {
      done(null, payload);
      return;
    }
    const body = new FaultyBody(fault, reply.raw);
    const changesLength = [fault.endAfterBytes, fault.insert, fault.crlf].some((part) => part !== undefined);
    if (changesLength) reply.removeHeader('content-length');
    // Either end that goes away takes the other with it; a broken connection is no news here.
    pipeline(source(payload), body, () => undefined);
    // The framework and Node have listeners of their own here; ours is the one that goes over the default limit.
    reply.raw.setMaxListeners(20).once('close', () => body.destroy());
    done(null, body);
  });
}

/** Waits at the gate; false when the connection is gone before it opens. */
async function comesThrough(gate: string, scripts: Scripts, socket: Socket): Promise<boolean> {
  const gone = new AbortController();
  const leave = (): void => gone.abort();
  socket.once('close', leave);
  return scripts
    .atGate(gate, gone.signal)
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.off('close', leave));
}

function source(payload: unknown): Readable {
  if (payload instanceof Readable) return payload;
  const bytes =
    typeof payload === 'string' || Buffer.isBuffer(payload) ? Buffer.from(payload) : Buffer.alloc(0);
  return Readable.from([bytes], { objectMode: false });
}

function responseHeaders({ headers, body }: NonNullable<Fault['respond']>): Record<string, string> {
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  return { ...(body === undefined ? {} : { 'content-type': type }), ...headers };
}

function responseBody(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}
