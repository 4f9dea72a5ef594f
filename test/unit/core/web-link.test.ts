import assert from 'node:assert/strict';
import { saysPlace, webLink } from '../../../src/core/web-link';

describe('Web links', () => {
  it('are web and mail addresses as they were parsed, with the host as it is looked up', () => {
    for (const [text, href, place] of [
      ['https://example.com/a b?q=%26%2F#%23', 'https://example.com/a%20b?q=%26%2F#%23', 'example.com'],
      ['HTTP://EXAMPLE.com:8080', 'http://example.com:8080/', 'example.com:8080'],
      ['https:evil.example', 'https://evil.example/', 'evil.example'],
      ['http:/\\evil.example', 'http://evil.example/', 'evil.example'],
      ['https://аррӏе.com/', 'https://xn--80ak6aa92e.com/', 'xn--80ak6aa92e.com'],
      ['https://0x7f.1/', 'https://127.0.0.1/', '127.0.0.1'],
      ['https://ok.exa\u00ADmple/', 'https://ok.example/', 'ok.example'],
      ['mailto:me@example.com', 'mailto:me@example.com', 'me@example.com'],
      ['mailto:me@example.com?bcc=x@y.z&attach=/etc/passwd#a', 'mailto:me@example.com', 'me@example.com'],
    ] as const) {
      assert.deepEqual(webLink(text), { href, place }, text);
      assert.deepEqual(webLink(href), { href, place }, 'Parsed again it stays the same.');
    }
  });

  it('are nothing else', () => {
    for (const text of [
      'command:workbench.action.quit',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'java\nscript:alert(1)',
      'vscode://sigmic.sigmic/task/1',
      'https://bank.example@evil.example/',
      'https://user:pass@evil.example/',
      'https://:@evil.example:pass@x/',
      'data:text/html,x',
      'blob:https://example.com/1',
      '//evil.example/',
      '/relative',
      '',
      'https://',
      'mailto:',
      'mailto:?to=a@b.c',
      'mailto:a@b.c,d@e.f',
      'mailto:a@b.c%0ABcc:d@e.f',
      'mailto:"a"@b.c',
    ]) {
      assert.equal(webLink(text), undefined, text);
    }
  });

  it('need not say where they lead when their label does', () => {
    const link = webLink('https://docs.example:8080/a?b')!;
    for (const label of [
      'https://docs.example:8080/a?b',
      'docs.example:8080',
      ' http://docs.example:8080/other',
      'docs.example:8080?c',
    ]) {
      assert.ok(saysPlace(label, link), label);
    }
    for (const label of [
      '',
      'the manual',
      'docs.example',
      'docs.example:8080.evil.example',
      'docs.example:80801',
      'https://x@docs.example:8080',
      'docs.exa\u200Bmple:8080',
    ]) {
      assert.ok(!saysPlace(label, link), label);
    }
    assert.ok(saysPlace('me@example.com', webLink('mailto:me@example.com')!));
  });
});
