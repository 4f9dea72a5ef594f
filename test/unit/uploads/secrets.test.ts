import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { searchSecrets } from '../../../src/host/uploads/search-secrets';
import { secretByContent, secretByName, secretIn } from '../../../src/host/uploads/secret-patterns';

const root = resolve(__dirname, '..', '..', '..');
/** Put together here, so that this file itself holds nothing that looks like a key. */
const key = (kind: string) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END ${kind}PRIVATE KEY-----\n`;
const content = (text: string, path = 'src/a.ts') => secretByContent(path, Buffer.from(text));

describe('likely secrets', () => {
  it('are told by their names', () => {
    const secret = [
      '.env',
      'app/.env.production',
      '.env.local',
      'prod.env',
      '.envrc',
      '.ssh/id_rsa',
      'id_ed25519',
      'server.PEM',
      'tls/server.key',
      'store.p12',
      '.netrc',
      '.git-credentials',
      '.aws/credentials',
      'C:\\Users\\x\\.kube\\config',
      'secrets.yml',
      'prod.tfvars',
      'terraform.tfstate',
    ];
    assert.deepEqual(
      secret.filter((path) => secretByName(path) === undefined),
      [],
    );
  });

  it('are not names that only look like them', () => {
    const harmless = [
      '.env.example',
      'a/.env.sample',
      '.env.template',
      'environment.ts',
      'src/env.ts',
      'env',
      'id_rsa.pub',
      'key.ts',
      'keys.json',
      'monkey',
      'docs/credentials.md',
      'config',
      'secret-santa.json',
      'tokens.css',
      '.npmrc',
    ];
    assert.deepEqual(
      harmless.filter((path) => secretByName(path) !== undefined),
      [],
    );
  });

  it('are told by what is in them', () => {
    for (const kind of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      assert.equal(content(`x\n${key(kind)}`), 'a private key');
    }
    assert.equal(
      content(JSON.stringify({ private_key: key('') })),
      'a private key',
      'as Google Cloud keeps it: one line of JSON',
    );
    const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hJ6';
    const tokens = [
      `sigmic_${'0a'.repeat(32)}`,
      `ghp_${letters}`,
      `github_pat_${letters}_${letters}`,
      `glpat-${letters.slice(0, 20)}`,
      `npm_${letters}`,
      `AKIA${'Q2W3E4R5'.repeat(2)}`,
      `AIza${letters.slice(0, 35)}`,
      `xoxb-1234567890-${letters}`,
      `sk_live_${letters}`,
      `sk-ant-${letters}`,
    ];
    for (const token of tokens) {
      assert.equal(content(`const key = "${token}";`), 'an access token', token.slice(0, 8));
      assert.equal(secretByContent('a', Buffer.from(`\uFEFFkey=${token}`, 'utf16le')), 'an access token');
    }
    assert.equal(content(`//registry/:_authToken=${letters}`, 'app/.npmrc'), 'a file with credentials');
    assert.equal(content('[pypi]\npassword = hunter22', '.pypirc'), 'a file with credentials');
  });

  it('are told on each line of a patch, whatever mark the line begins with', () => {
    const tokens = [`AKIA${'Q2W3E4R5'.repeat(2)}`, `sigmic_${'0a'.repeat(32)}`];
    for (const token of tokens)
      for (const mark of ['', ' ', '+', '-', '++', '--', ' -', '- ', '---'])
        assert.equal(content(`@@ -1 +1 @@\n x\n${mark}${token}\n`), 'an access token', `${mark}${token}`);
    for (const mark of [' ', '+', '-'])
      assert.equal(content(key('RSA ').replace(/^/gm, mark)), 'a private key', mark);
    assert.equal(content(`x\nab-${tokens[0]}`), undefined, 'within a word of hyphens');
  });

  it('are told in a part of a patch by the rules of the file that it is about', () => {
    const whole = { path: 'changes.patch', content: Buffer.from('') };
    const part = (path: string, text: string) => secretIn([whole, { path, content: Buffer.from(text) }]);
    assert.equal(part('a/.env', '+A=1'), 'an environment file');
    assert.equal(part('.npmrc', '-//registry/:_authToken=0123456789'), 'a file with credentials');
    assert.equal(part('src/a.ts', '+password = hunter22'), undefined);
  });

  it('are not words about secrets', () => {
    const harmless = [
      'A key begins with -----BEGIN PRIVATE KEY-----, then comes the key.',
      "if (text.includes('-----BEGIN RSA PRIVATE KEY-----')) refuse();",
      '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA',
      'Keys look like sigmic_… or ghp_…; sigmic_0123 is too short.',
      'AKIAIOSFODNN7EXAMPLE',
      `sha256 ${'0a'.repeat(32)}`,
      'sk-learn, sk_test_, task-proj-management-of-something-long-enough-to-match',
      'password: string; const password = input.value;',
    ];
    assert.deepEqual(
      harmless.filter((text) => content(text) !== undefined),
      [],
    );
    assert.equal(content('//registry/:_authToken=${NPM_TOKEN}\n', '.npmrc'), undefined);
    assert.equal(content('strict-ssl=true\n', '.npmrc'), undefined);
  });

  it('are not the sources of this project', () => {
    const files = ['src', 'test/emulator', 'test/sample'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        join(folder, file),
      ),
    );
    const found = files
      .filter((file) => statSync(join(root, file)).isFile())
      .filter((file) => secretByName(file) ?? secretByContent(file, readFileSync(join(root, file))));
    assert.deepEqual(found, []);
  });
});

describe('the search for secrets in a folder', () => {
  const file = (path: string, size = 100) => ({ path, size });

  it('looks into files, but not into large ones, and says how many it left', async () => {
    const read: string[] = [];
    const found = await searchSecrets(
      [
        file('.env'),
        file('a.txt'),
        file('b.txt'),
        file('film', 2e6),
        { ...file('link'), target: 'x/id_rsa' },
      ],
      {
        read: (path) => {
          read.push(path);
          return Promise.resolve(Buffer.from(path === 'b.txt' ? key('') : ''));
        },
        now: () => 0,
      },
    );
    assert.deepEqual(
      [...found.secrets],
      [
        ['.env', 'an environment file'],
        ['link', 'a private key'],
        ['b.txt', 'a private key'],
      ],
    );
    assert.equal(found.unsearched, 1);
    assert.deepEqual(read, ['a.txt', 'b.txt']);
  });

  it('ends in time, and at once when it is stopped', async () => {
    let now = 0;
    const many = Array.from({ length: 100 }, (_item, n) => file(`f${n}`));
    const read = () => {
      now += 1000;
      return Promise.resolve(new Uint8Array());
    };
    const { unsearched } = await searchSecrets(many, { read, now: () => now });
    assert.ok(unsearched > 80, `${unsearched} left`);
    await assert.rejects(searchSecrets(many, { read, now: () => 0, signal: AbortSignal.abort() }));
  });
});
