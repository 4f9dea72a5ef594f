import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A stranger's web server: counts what reaches it, which must be nothing. */
export class Bait {
  readonly requests: string[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', ({ url }, response) => {
      this.requests.push(url ?? '');
      response.setHeader('access-control-allow-origin', '*').end('caught');
    });
  }

  static async start(): Promise<Bait> {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return new Bait(server);
  }

  get url(): string {
    // A TCP server's address is an object.
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Markup by which a page would run a script or ask this server for something, by what it is. */
  get markup(): Readonly<Record<string, string>> {
    const { url } = this;
    return {
      script: `<script>window.hacked = 'script'</script><script src="${url}/script"></script>`,
      handler: `<img src="${url}/img" onerror="window.hacked = 'handler'" onload="window.hacked = 'handler'">`,
      svg: `<svg onload="window.hacked = 'svg'"><image href="${url}/svg"/><use href="${url}/use#a"/></svg>`,
      frame: `<iframe src="${url}/frame"></iframe><iframe srcdoc="<script>parent.hacked = 'frame'</script>"></iframe>`,
      object: `<object data="${url}/object"></object><embed src="${url}/embed">`,
      style: `<style>@import "${url}/import"; @font-face { font-family: f; src: url(${url}/font) } body { font-family: f; background: url(${url}/background) }</style>`,
      attribute: `<p style="background: url(${url}/attribute)">x</p>`,
      sheet: `<link rel="stylesheet" href="${url}/sheet"><link rel="prefetch" href="${url}/prefetch"><link rel="modulepreload" href="${url}/module">`,
      media: `<video src="${url}/video" poster="${url}/poster" autoplay></video><audio src="${url}/audio" autoplay></audio>`,
      base: `<base href="${url}/base/"><img src="relative">`,
      form: `<form action="${url}/form"><input name="a"><button id="bait-button">x</button></form>`,
      picture: `<picture><source srcset="${url}/source"><img srcset="${url}/srcset"></picture><input type="image" src="${url}/input">`,
      refresh: `<meta http-equiv="refresh" content="0; url=${url}/refresh">`,
    };
  }
}
