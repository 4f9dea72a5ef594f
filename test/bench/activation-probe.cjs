// Runs inside VS Code, in place of tests: activates the extensions of SIGMIC_BENCH_EXTENSIONS, one after the other, and says
// how long each kept the extension host from everything else: loading its code, and its `activate`.
const Module = require('node:module');
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

exports.run = async () => {
  const times = {};
  for (const id of process.env.SIGMIC_BENCH_EXTENSIONS.split(' ')) {
    await quiet();
    times[id] = await activation(id);
  }
  const commands = await vscode.commands.getCommands(true);
  console.log(
    `[test] ${JSON.stringify({ times, commands: commands.filter((id) => id.startsWith('sigmic.')) })}`,
  );
};
