/** Where the view's files are, as addresses that the webview may load. */
export interface ChatPage {
  readonly scriptUri: string;
  readonly styleUri: string;
  /** The webview's own origin for styles and fonts (`webview.cspSource`). */
  readonly cspSource: string;
  /** Fresh for each page: only the script that carries it runs, and what that imports. */
  readonly nonce: string;
  readonly title: string;
}

/** The page of the chat. Nothing is inline, and it reaches no network: all it knows comes by messages from the host. */
export function chatHtml(page: ChatPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${attribute(page.title)}</title>
  <link rel="stylesheet" href="${attribute(page.styleUri)}">
</head>
<body>
  <div id="root"></div>
  <script type="module" nonce="${page.nonce}" src="${attribute(page.scriptUri)}"></script>
</body>
</html>`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
