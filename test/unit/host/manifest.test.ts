import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as v from 'valibot';

const root = resolve(__dirname, '..', '..', '..');
const when = v.optional(v.string());
/** A submenu is one of our own, and its items are checked like all others. */
const MenuItem = v.object({ command: v.optional(v.string()), submenu: v.optional(v.string()), when });
const Manifest = v.object({
  icon: v.string(),
  capabilities: v.object({
    untrustedWorkspaces: v.object({
      supported: v.string(),
      description: v.string(),
      restrictedConfigurations: v.array(v.string()),
    }),
    virtualWorkspaces: v.boolean(),
  }),
  contributes: v.object({
    commands: v.array(
      v.object({ command: v.string(), title: v.string(), category: v.string(), enablement: when }),
    ),
    menus: v.record(v.string(), v.array(MenuItem)),
    views: v.record(v.string(), v.array(v.object({ id: v.string(), icon: v.string() }))),
    viewsContainers: v.object({ activitybar: v.array(v.object({ id: v.string(), icon: v.string() })) }),
    viewsWelcome: v.array(v.object({ view: v.string(), contents: v.string(), when })),
    configuration: v.object({ properties: v.record(v.string(), v.object({ scope: v.string() })) }),
  }),
});

describe('the manifest', () => {
  const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const { commands, menus, views, viewsContainers, viewsWelcome, configuration } = manifest.contributes;
  const declared = commands.map(({ command }) => command).sort();
  const source = sources(join(root, 'src'));

  it('declares each command that the sources register, and none besides', () => {
    const registered = [...source.matchAll(/(?:register\w+|answerCommand|markCommand)\(\s*'(sigmic\.\w+)'/g)];
    assert.deepEqual(registered.map(([, id]) => id).sort(), declared);
  });

  it('puts every command into the category of the extension, each with a title of its own', () => {
    assert.deepEqual([...new Set(commands.map(({ category }) => category))], ['Sigmic']);
    assert.equal(new Set(commands.map(({ title }) => title)).size, commands.length);
  });

  it('names only declared commands in menus and welcome texts', () => {
    const inMenus = Object.values(menus).flatMap((items) => items.flatMap(({ command }) => command ?? []));
    const links = viewsWelcome.flatMap(({ contents }) => [...contents.matchAll(/\(command:([\w.]+)\)/g)]);
    for (const id of [...inMenus, ...links.map(([, id]) => id)]) assert.ok(declared.includes(id ?? ''), id);
  });

  it('uses only context keys that the sources set', () => {
    const conditions = [
      ...[...Object.values(menus).flat(), ...viewsWelcome].map((item) => item.when ?? ''),
      ...commands.map(({ enablement = '' }) => enablement),
    ];
    const used = conditions.flatMap((condition) => condition.match(/sigmic\.\w+/g) ?? []);
    assert.ok(used.length > 0);
    for (const key of used) assert.ok(source.includes(`'${key}'`), key);
  });

  it('offers in a window that has just started all that can be done there', () => {
    // No key is set before the first call: what needs one is out of reach until somebody has called something else.
    const needing = commands.filter(({ enablement = '' }) => /^sigmic\.\w+$/.test(enablement));
    assert.deepEqual(
      needing.map(({ command }) => command),
      ['sigmic.clearTaskFilter', 'sigmic.concealHiddenTasks'],
    );
  });

  it('keeps its view in its container, with icons that are there', () => {
    const container = viewsContainers.activitybar[0];
    const view = views['sigmic']?.[0];
    assert.equal(container?.id, 'sigmic');
    assert.equal(view?.id, 'sigmic.tasks');
    for (const icon of [manifest.icon, container.icon, view.icon])
      assert.ok(existsSync(join(root, icon)), icon);
  });

  it('lets no workspace decide where a key goes or what runs unasked', () => {
    const { properties } = configuration;
    assert.equal(properties['sigmic.apiUrl']?.scope, 'application');
    assert.equal(properties['sigmic.autoExecute']?.scope, 'application');
  });

  it('promises little of a workspace that is not trusted, whose settings count only where they can do no harm', () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    const settable = Object.entries(configuration.properties)
      .filter(([, { scope }]) => scope !== 'application' && scope !== 'machine')
      .map(([name]) => name);
    // Whether a notification is shown is all that a stranger's folder may choose.
    const harmless = ['sigmic.notifications.taskCompletion', 'sigmic.notifications.approvals'];
    assert.deepEqual(
      untrustedWorkspaces.restrictedConfigurations.toSorted(),
      settable.filter((name) => !harmless.includes(name)).toSorted(),
    );
  });
});

function sources(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}
