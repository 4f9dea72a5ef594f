import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * The floors of the house: every import points down. Each message says what to do instead.
 * Patterns are gitignore-like and match the import path as it is written.
 */
const floor = (files, patterns) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/** What a stranger wrote is text: nothing that the editor or the browser would take for markup, a command or an icon. */
const noMarkup = [
  {
    selector:
      'MemberExpression[property.name="MarkdownString"], ImportSpecifier[imported.name="MarkdownString"]',
    message: 'Tooltips are plain strings: Markdown of the editor loads pictures and runs links.',
  },
  {
    selector:
      'AssignmentExpression > MemberExpression.left[property.name=/^(isTrusted|supportHtml|supportThemeIcons)$/], Property[key.name=/^(supportHtml|supportThemeIcons|enableCommandUris)$/]',
    message: 'Nothing that is shown may run commands, be HTML or draw icons.',
  },
  {
    selector: 'MemberExpression[property.name="createTerminal"]',
    message: 'Nothing that a server says goes to a terminal.',
  },
];
const noHtml = {
  selector:
    ':matches(MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment)$/], JSXIdentifier[name="dangerouslySetInnerHTML"])',
  message: 'Build nodes and put text into text nodes (webview/markdown/dom.ts).',
};

const noVscode = {
  group: ['vscode'],
  message: 'The core runs in bare Node: take what you need by parameter and pass it in from src/host.',
};
const noHost = {
  group: ['**/host/**'],
  message: 'Imports point down: src/host may import this, not the other way round.',
};
const noWebview = {
  group: ['**/webview/**'],
  message: 'Host and webview know only src/core/protocol.ts of each other.',
};
const noSession = {
  group: ['**/session/**'],
  message: 'core/api speaks HTTP only: the session is built on top of it.',
};
const noProtocol = {
  group: ['**/protocol', '**/protocol.*'],
  message: 'The protocol is between host and webview only.',
};
const noTest = { group: ['**/test/**'], message: 'Nothing in src knows about the tests or the emulator.' };
const noNode = {
  group: ['node:*', 'undici', 'fs', 'path', 'os', '**/core/api', '**/core/api/**'],
  message: 'The webview runs in a browser frame: ask the host over core/protocol.ts.',
};

const wings = [
  'auth',
  'tasks',
  'chat',
  'approvals',
  'artifacts',
  'uploads',
  'variables',
  'presets',
  'recipes',
  'sources',
];
const wingFloors = wings.map((wing) =>
  floor(
    [`src/host/${wing}/**/*.ts`],
    [
      noWebview,
      noTest,
      {
        group: wings.filter((other) => other !== wing).map((other) => `../${other}/**`),
        message: 'Wings do not import each other: put what they share below, or let extension.ts hand it in.',
      },
    ],
  ),
);

export default tseslint.config(
  {
    ignores: [
      'dist',
      'out',
      '.vscode-test',
      '.sigmic-emulator',
      'node_modules',
      'test/sample',
      'test/bench/peers/node_modules',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: {
      parserOptions: {
        project: [
          'src/core/tsconfig.json',
          'src/host/tsconfig.json',
          'src/webview/tsconfig.json',
          'test/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'no-console': ['error'],
      eqeqeq: ['error', 'always'],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...noMarkup, noHtml] },
  },
  // A textarea reads a single character reference there, which becomes text.
  { files: ['src/webview/markdown/entities.ts'], rules: { 'no-restricted-syntax': ['error', ...noMarkup] } },
  floor(['src/core/api/**/*.ts'], [noVscode, noHost, noWebview, noSession, noProtocol, noTest]),
  floor(
    ['src/core/session/**/*.ts', 'src/core/masking/**/*.ts'],
    [noVscode, noHost, noWebview, noProtocol, noTest],
  ),
  floor(['src/core/protocol.ts'], [noVscode, noHost, noWebview, noTest]),
  floor(['src/webview/**/*.ts', 'src/webview/**/*.tsx'], [noVscode, noHost, noNode, noTest]),
  floor(['src/host/*.ts', 'src/host/platform/**/*.ts'], [noWebview, noTest]),
  ...wingFloors,
  {
    files: ['test/**/*.ts', 'test/**/*.tsx'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'mocha', name: ['it', 'describe'] }] },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: { performance: 'readonly', process: 'readonly', console: 'readonly', URL: 'readonly' },
    },
  },
  prettier,
);
