import Fastify, { type FastifyInstance } from 'fastify';
import type { Caller } from './auth/authenticator';
import { faultHooks } from './faults/fault-hooks';
import type { Fault } from './faults/faults';
import { ApiError, failureBody } from './http/api-error';
import type { LoggedRequest } from './http/request-log';
import { maxFileBytes, maxFiles, registerMultipart } from './http/uploads';
import { approvalRoute } from './routes/approvals';
import { artifactRoutes } from './routes/artifacts';
import { controlRoutes } from './routes/control';
import { streamRoute } from './routes/stream';
import { taskRoutes } from './routes/tasks';
import { tokenRoute } from './routes/token';
import type { Service } from './service';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any route that needs a credential is reached. */
    caller: Caller;
    logged: LoggedRequest;
    fault: Fault | undefined;
  }
}

const slack = 1024 * 1024;

/** The HTTP face: the API under /api/v1, and the tests' own door. */
export async function buildServer(
  service: Service,
  onCrash: (error: unknown) => void,
): Promise<FastifyInstance> {
  const app = Fastify({ bodyLimit: maxFiles * maxFileBytes + slack, forceCloseConnections: true });
  await registerMultipart(app);
  parseJson(app);
  answerFailures(app, onCrash);

  await app.register(
    (control, _options, done) => {
      controlRoutes(control, service);
      done();
    },
    { prefix: '/__emulator' },
  );
  await app.register(
    (api, _options, done) => {
      logRequests(api, service);
      faultHooks(api, service.faults, service.scripts);
      tokenRoute(api, service);
      api.register(authenticated(service));
      done();
    },
    { prefix: '/api/v1' },
  );
  return app;
}

function authenticated(service: Service) {
  return (api: FastifyInstance, _options: object, done: () => void): void => {
    // Before the body is read: nobody uploads anything without a credential.
    api.addHook('onRequest', (request, reply, next) => {
      if (reply.sent) return;
      request.caller = service.auth.authenticate(request.headers);
      next();
    });
    taskRoutes(api, service);
    streamRoute(api, service);
    approvalRoute(api, service);
    artifactRoutes(api, service);
    done();
  };
}

function logRequests(app: FastifyInstance, { log }: Service): void {
  app.addHook('onRequest', (request, reply, done) => {
    const logged = (request.logged = log.add(request.method, request.url, request.headers));
    reply.raw.once('close', () => (logged.status ??= reply.raw.headersSent ? reply.statusCode : 0));
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    request.logged.status = reply.statusCode;
    done();
  });
}

/** JSON as the service takes it: a body that announces JSON and holds nothing counts as no body. */
function parseJson(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') {
      done(null, undefined);
      return;
    }
    try {
      done(null, JSON.parse(body.toString()));
    } catch {
      done(new ApiError('VALIDATION_ERROR', 'The body is not valid JSON'));
    }
  });
}

function answerFailures(app: FastifyInstance, onCrash: (error: unknown) => void): void {
  app.setNotFoundHandler(async (_request, reply) => {
    await reply.code(404).send(failureBody('NOT_FOUND', 'No such endpoint'));
  });
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof ApiError) {
      // What is left of an upload is thrown away, so that the client gets to read the answer.
      request.raw.resume();
      return reply.code(error.status).send(failureBody(error.code, error.message));
    }
    // The framework's own complaints about a request, such as a body that breaks off.
    const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
    const message = error instanceof Error ? error.message : 'Internal error';
    if (typeof status === 'number' && status < 500) {
      return reply.code(400).send(failureBody('VALIDATION_ERROR', message));
    }
    if (!request.raw.destroyed) onCrash(error);
    return reply.code(500).send(failureBody('EXECUTION_ERROR', message));
  });
}
