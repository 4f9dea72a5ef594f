// Only those parts of undici that src/core/api uses: its entry point carries fetch, WebSocket, caches and mocks along,
// more than twice the size, and nothing of it can be shaken off.
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('undici/package.json'));

const contents = `
import Agent from './lib/dispatcher/agent.js';
import Dispatcher from './lib/dispatcher/dispatcher.js';
import Pool from './lib/dispatcher/pool.js';
import ProxyAgent from './lib/dispatcher/proxy-agent.js';
import connect from './lib/api/api-connect.js';
import request from './lib/api/api-request.js';
Object.assign(Dispatcher.prototype, { connect, request });
export { Agent, Pool, ProxyAgent };
`;

/** Reached only for bodies of FormData, for HTTP/2 and for SOCKS proxies, none of which src/core/api asks for. */
const unused = /\/(web\/fetch\/body|client-h2|socks5-proxy-agent)(\.js)?$/;

/** @type {import('esbuild').Plugin} */
export const slimUndici = {
  name: 'slim-undici',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'slim-undici' }));
    build.onLoad({ filter: /.*/, namespace: 'slim-undici' }, () => ({ contents, resolveDir: folder }));
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused-undici' }));
    build.onLoad({ filter: /.*/, namespace: 'unused-undici' }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error('${path} is left out of the bundle'); };`,
    }));
    // The HTTP parser comes twice, with and without SIMD instructions. The plain one runs everywhere and is fast enough.
    build.onResolve({ filter: /\/llhttp_simd-wasm\.js$/ }, ({ kind, resolveDir }) =>
      build.resolve('../llhttp/llhttp-wasm.js', { kind, resolveDir }),
    );
    // Two of its tables are used; the others are for whoever builds the parser.
    build.onLoad({ filter: /\/llhttp\/constants\.js$/ }, ({ path }) => {
      const { ERROR, TYPE } = require(path);
      return { contents: `module.exports = ${JSON.stringify({ ERROR, TYPE })};` };
    });
    // A seventh of the host's bytes, read once, before the first request: packed it is a third of that.
    build.onLoad({ filter: /\/llhttp-wasm\.js$/ }, ({ path }) => {
      const packed = deflateRawSync(require(path), { level: 9 }).toString('base64');
      return {
        contents: `module.exports = require('node:zlib').inflateRawSync(Buffer.from('${packed}', 'base64'));`,
      };
    });
  },
};
