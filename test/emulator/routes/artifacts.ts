import type { FastifyInstance } from 'fastify';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { notFound, successBody, validationError } from '../http/api-error';
import { findTask, type Service } from '../service';
import { fileType } from '../workspace/file-types';

/** The workspace's files: a list, and each one's bytes. */
export function artifactRoutes(app: FastifyInstance, service: Service): void {
  app.get<{ Params: { id: string } }>('/tasks/:id/artifacts', async (request) => {
    const { workspace } = findTask(service, request.caller.ownerId, request.params.id);
    const files = (await workspace.files()).map(({ path, size, modifiedAt }) => ({
      name: basename(path),
      path,
      size,
      ...fileType(path),
      modifiedAt: modifiedAt.toISOString(),
    }));
    return successBody({ files });
  });

  app.get<{ Params: { id: string }; Querystring: { path?: unknown } }>(
    '/tasks/:id/artifacts/download',
    async (request, reply) => {
      const { workspace } = findTask(service, request.caller.ownerId, request.params.id);
      const { path } = request.query;
      if (typeof path !== 'string' || path === '') throw validationError('path is required');
      const stats = await workspace.stat(path);
      if (stats === undefined) throw notFound('File');
      // No more bytes than announced, should a command still be writing to the file.
      const end = Math.max(0, stats.size - 1);
      const content =
        stats.size === 0 ? Buffer.alloc(0) : createReadStream(await workspace.resolve(path), { end });
      return reply
        .header('content-type', fileType(path).mimeType)
        .header('content-disposition', disposition(basename(path)))
        .header('content-length', stats.size)
        .send(content);
    },
  );
}

function disposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
