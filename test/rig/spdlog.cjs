// In place of the editor's native module @vscode/spdlog, which is not built where nothing may be compiled (install-editor.ts).
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  constructor(path) {
    this.path = path;
    this.level = 2;
    this.isPlain = false;
  }
  setLevel(level) {
    this.level = level;
  }
  getLevel() {
    return this.level;
  }
  setPattern() {}
  clearFormatters() {
    this.isPlain = true;
  }
  write(level, text) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.path, this.isPlain ? text : `${time} [${levels[level]}] ${text}\n`);
  }
  trace(text) {
    this.write(0, text);
  }
  debug(text) {
    this.write(1, text);
  }
  info(text) {
    this.write(2, text);
  }
  warn(text) {
    this.write(3, text);
  }
  error(text) {
    this.write(4, text);
  }
  critical(text) {
    this.write(5, text);
  }
  flush() {}
  drop() {}
}

async function create(_name, path) {
  mkdirSync(dirname(path), { recursive: true });
  return new Logger(path);
}

exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
