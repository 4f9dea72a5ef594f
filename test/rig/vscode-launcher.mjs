#!/usr/bin/env node
// An executable that takes what @vscode/test-electron gives to a desktop VS Code, for the packaged one.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('tsx/cjs');
const { launch } = require('./launch-editor-tests.ts');
process.exitCode = await launch(process.argv.slice(2));
