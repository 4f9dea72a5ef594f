import type { FastifyInstance } from 'fastify';
import type { ScriptStep } from '../agent/scripts';
import { isFault } from '../faults/faults';
import { notFound, successBody, validationError } from '../http/api-error';
import { isObject } from '../http/json';
import type { Service } from '../service';

/** The tests' own door when the emulator is another process; without the token it is not there. */
export function controlRoutes(app: FastifyInstance, service: Service): void {
  app.addHook('onRequest', (request, _reply, done) => {
    done(request.headers['x-emulator-control'] === service.controlToken ? undefined : notFound('Page'));
  });

  app.post('/faults', ({ body }) => {
    if (!isFault(body)) throw validationError('Not a fault');
    service.faults.add(body);
    return successBody({});
  });

  app.delete('/faults', () => {
    service.faults.clear();
    return successBody({});
  });

  app.post('/scripts', ({ body }) => {
    if (!isObject(body) || typeof body.pattern !== 'string' || !isSteps(body.steps)) {
      throw validationError('Give pattern (a regular expression) and steps');
    }
    service.scripts.add(new RegExp(body.pattern, 'i'), body.steps);
    return successBody({});
  });

  app.delete('/scripts', () => {
    service.scripts.clear();
    return successBody({});
  });

  app.post<{ Params: { name: string } }>('/gates/:name/open', ({ params }) => {
    service.scripts.openGate(params.name);
    return successBody({});
  });

  app.patch('/shapes', ({ body }) => {
    if (!isObject(body)) throw validationError('Not shapes');
    Object.assign(service.shapes, body);
    return successBody(service.shapes);
  });

  app.patch('/tempo', ({ body }) => {
    if (!isObject(body)) throw validationError('Not a tempo');
    const { pace, startWhenWatched } = body;
    if (typeof pace === 'number') service.tempo.pace = pace;
    if (typeof startWhenWatched === 'boolean') service.tempo.startWhenWatched = startWhenWatched;
    return successBody(service.tempo);
  });

  app.post('/sessions/expire', () => {
    for (const task of service.store.all()) task.expireSession();
    return successBody({});
  });

  app.post<{ Params: { key: string } }>('/keys/:key/revoke', ({ params }) => {
    service.auth.revokeKey(params.key);
    return successBody({});
  });

  app.get('/requests', () => successBody(service.log.withoutSecrets()));
}

// A test's own script: steps of unknown kinds would only make its task fail.
function isSteps(value: unknown): value is ScriptStep[] {
  return Array.isArray(value) && value.every(isObject);
}
