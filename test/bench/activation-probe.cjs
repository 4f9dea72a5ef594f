// Runs inside VS Code, in place of tests: activates the extensions of SIGMIC_BENCH_EXTENSIONS, one after the other, and says
// how long each kept the extension host from everything else: loading its code, its `activate`, and the call of a command of one.
const Module = require('node:module');
const { setImmediate } = require('node:timers');
const { setTimeout: delay } = require('node:timers/promises');
const vscode = require('vscode');

const load = Module._load;

async function activation(id) {
  const extension = vscode.extensions.getExtension(id);
  if (extension === undefined || extension.isActive) throw new Error(`${id} cannot be activated.`);
  const main = vscode.Uri.joinPath(extension.extensionUri, extension.packageJSON.main).fsPath;
  const times = { load: NaN, call: NaN };
  Module._load = function (request, ...rest) {
    if (request !== main) return load.call(this, request, ...rest);
    const start = performance.now();
    const loaded = load.call(this, request, ...rest);
    times.load = performance.now() - start;
    return { ...loaded, activate: (context) => call(loaded, context) };
  };
  const call = (loaded, context) => {
    const start = performance.now();
    loaded.activate(context);
    times.call = performance.now() - start;
  };
  await extension.activate();
  Module._load = load;
  return times;
}

/** What the starting window itself has to do is over when timers come in time, twenty in a row. */
async function quiet() {
  for (let inTime = 0; inTime < 20;) {
    const start = performance.now();
    await delay(10);
    inTime = performance.now() - start < 20 ? inTime + 1 : 0;
  }
}

/** How long the first call keeps the extension host from everything else at a time, and how many files it loads. */
async function firstCall(command) {
  await quiet();
  const before = Object.keys(Module._cache).length;
  let longest = 0;
  let last = performance.now();
  let running = true;
  const turn = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  turn();
  await vscode.commands.executeCommand(command);
  await delay(50);
  running = false;
  return { longest, files: Object.keys(Module._cache).length - before };
}

exports.run = async () => {
  const times = {};
  for (const id of process.env.SIGMIC_BENCH_EXTENSIONS.split(' ')) {
    await quiet();
    times[id] = await activation(id);
  }
  const commands = await vscode.commands.getCommands(true);
  const first = await firstCall(process.env.SIGMIC_BENCH_COMMAND);
  console.log(
    `[test] ${JSON.stringify({ times, first, commands: commands.filter((id) => id.startsWith('sigmic.')) })}`,
  );
};
