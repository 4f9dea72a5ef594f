import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asObject, named, Rig, type SeenEvent } from './rig';

const csv = `region,product,sales,price
North,Tea,10,2.5
South,Tea,30,2.5
North,Coffee,20,4
South,Coffee,5,"4.0"
`;

describe('emulator: the agent', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.start()));
  afterEach(() => rig.close());

  async function withFiles(
    message: string,
    files: Record<string, string>,
  ): Promise<{ id: string; events: SeenEvent[]; text: string }> {
    const { body } = await rig.form('/tasks', { message }, files);
    const id = String(asObject(body.data).id);
    return { id, ...(await rig.watch(id)) };
  }

  it('calculates, also onwards from the last result', async () => {
    const { id, text } = await rig.run('What is (2 + 3) * 4?');
    assert.match(text, /^\(2 \+ 3\) \* 4 equals 20\./);
    assert.equal(await rig.followUp(id, 'Now divide it by 8'), '20/8 equals 2.5.');
    assert.equal(await rig.followUp(id, 'subtract 10'), '2.5-10 equals -7.5.');
    assert.equal(await rig.followUp(id, 'double that'), '(-7.5)*2 equals -15.');
    assert.equal(await rig.followUp(id, 'what is 15% of 80'), '15/100*80 equals 12.');
    assert.equal(await rig.followUp(id, '2 to the power of 10'), '2 ^ 10 equals 1024.');
  });

  it('says what it is, and what it can do', async () => {
    assert.match(
      (await rig.run('Explain what an API is in one sentence')).text,
      /rule-based.*not a language model/s,
    );
    assert.match((await rig.run('hello')).text, /not a language model/);
    const { text } = await rig.run('What can you do?');
    assert.ok(text.split('\n').filter((line) => line.startsWith('- ')).length >= 12);
  });

  it('sums up a CSV into a report and a chart', async () => {
    const { id, events, text } = await withFiles('Analyze this CSV file and summarize the data', {
      'sales.csv': csv,
    });
    assert.match(text, /\*\*4 rows\*\* and \*\*4 columns\*\*/);
    assert.match(text, /\| sales \| 5 \| 30 \| 16\.25 \| 65 \|/);
    assert.match(text, /\| price \| 2\.5 \| 4 \| 3\.25 \| 13 \|/);
    assert.match(text, /\| North \| 2 \| 30 \| 6\.5 \|/);
    assert.match(text, /`report\.md`.*`chart\.svg`/s);
    assert.match(await rig.download(id, 'report.md'), /## By region/);
    const chart = await rig.download(id, 'chart.svg');
    assert.match(chart, /^<svg xmlns=.*Sum of sales by region/s);
    assert.equal(chart.match(/<rect x=/g)?.length, 2);
    const tools = named(events, 'tool_call').map(({ toolName }) => toolName);
    assert.deepEqual(tools, ['analyze_csv', 'write_file', 'write_file']);
    assert.ok(named(events, 'thought').length >= 2);
  });

  it('answers questions about the CSV of the conversation', async () => {
    const { id } = await withFiles('Summarize the CSV', { 'sales.csv': csv });
    assert.match(
      await rig.followUp(id, 'Which one is the highest?'),
      /highest `sales` is \*\*30\*\* \(South\)/,
    );
    assert.match(await rig.followUp(id, 'and the lowest price?'), /lowest `price` is \*\*2\.5\*\*/);
    const sorted = await rig.followUp(id, 'Now sort by sales, highest first');
    assert.match(
      sorted,
      /South \| Tea \| 30.*North \| Coffee \| 20.*North \| Tea \| 10.*South \| Coffee \| 5/s,
    );
    assert.match(await rig.followUp(id, 'What is the average?'), /\| sales \| 5 \| 30 \| 16\.25 \| 65 \|/);
  });

  it('says so when a CSV holds nothing', async () => {
    assert.match(
      (await withFiles('Summarize the CSV', { 'a.csv': 'only,a,header\n' })).text,
      /could not be read as a CSV/,
    );
  });

  it('keeps hostile cells inside table and chart', async () => {
    const hostile = 'na|me,v\n"<script>&""|",1\n"<script>&""|",2\nb,3\n';
    const { id } = await withFiles('Summarize the CSV', { 'a.csv': hostile });
    assert.match(await rig.download(id, 'report.md'), /\| <script>&"\\\| \| 2 \| 3 \|/);
    assert.match(await rig.download(id, 'chart.svg'), /&lt;script>&amp;&quot;\|/);
  });

  it('lists, reads, counts and searches files', async () => {
    const files = { 'app.ts': 'const a = 1;\n// TODO: b\n', 'notes.md': '# Notes\n\n```js\nx\n```\n' };
    const { id, text } = await withFiles('List all files', files);
    assert.match(text, /`uploads\/app\.ts` \| 24 \|/);
    assert.match(await rig.followUp(id, 'Read app.ts'), /```ts\nconst a = 1;\n\/\/ TODO: b\n```/);
    assert.match(await rig.followUp(id, 'Show me notes.md'), /````md\n# Notes[\s\S]*\n````/);
    assert.match(await rig.followUp(id, 'Find TODO'), /`uploads\/app\.ts:2`: `\/\/ TODO: b`/);
    assert.match(await rig.followUp(id, 'search for "nowhere at all"'), /in none of the 2 files/);
    assert.match(await rig.followUp(id, 'Count the lines'), /\*\*Total\*\* \| \*\*7\*\*/);
    assert.match(await rig.followUp(id, 'Read missing.txt'), /`missing\.txt` could not be read/);
  });

  it('writes files', async () => {
    const { id } = await rig.run('Write hello.py that prints "Hi there"');
    assert.equal(await rig.download(id, 'hello.py'), 'print("Hi there")\n');
    await rig.followUp(id, 'create docs/notes.md with buy milk');
    assert.equal(await rig.download(id, 'docs/notes.md'), 'buy milk\n');
    assert.match(
      await rig.followUp(id, 'run `sh -c "python3 --version >/dev/null; cat hello.py"`'),
      /print\("Hi there"\)/,
    );
  });

  it('runs commands in the workspace and tells how they end', async () => {
    const { id, text } = await rig.run('Run `pwd`');
    assert.match(text, /ended with exit code 0\.\n\n```console\n.*\/workspace\n```/);
    assert.match(
      await rig.followUp(id, 'run `echo out; echo err >&2; exit 3`'),
      /exit code 3[\s\S]*out\nerr/,
    );
    assert.match(await rig.followUp(id, 'run `head -c 100000 /dev/zero | tr "\\0" x`'), /Only the beginning/);
  });

  it('ends a running command with all its children on cancel', async () => {
    const id = await rig.create('Run `(sleep 30; touch late) & echo $$ > pid; sleep 30`');
    for await (const { event } of rig.stream(id)) {
      if (event !== 'tool_call') continue;
      // The command has started when its file is there.
      const pid = join(rig.emulator.dataDir, 'tasks', id, 'workspace', 'pid');
      while (!existsSync(pid)) await new Promise((resolve) => setImmediate(resolve));
      const started = performance.now();
      await rig.json(`/tasks/${id}`, { method: 'DELETE' });
      while ((await rig.task(id)).status !== 'cancelled') assert.ok(performance.now() - started < 5_000);
    }
    assert.equal((await rig.task(id)).status, 'cancelled');
  });

  it('reviews code through two subagents at once', async () => {
    const { events, text } = await withFiles('Review this code', {
      'a.py': 'def f():\n    return 1  # TODO\n',
      'b.txt': 'not code',
    });
    const all = events.filter(({ event }) => event.startsWith('subagent_'));
    assert.deepEqual(
      new Set(all.map(({ data }) => data.agentName)),
      new Set(['code_reviewer', 'todo_finder']),
    );
    const subagent = all.filter(({ data }) => data.agentName === 'code_reviewer');
    assert.equal(subagent[0]?.event, 'subagent_start');
    assert.equal(subagent.at(-1)?.event, 'subagent_end');
    assert.equal(subagent.at(-1)?.data.terminateReason, 'GOAL');
    const states = named(subagent, 'subagent_tool').map(
      ({ status, toolName }) => `${String(toolName)} ${String(status)}`,
    );
    assert.deepEqual(states.slice(0, 4), [
      'list_directory start',
      'list_directory end',
      'read_file start',
      'read_file end',
    ]);
    assert.match(text, /\| `uploads\/a\.py` \| 2 \| 1 \| 0 \| \d+ \|/);
    assert.match(text, /`uploads\/a\.py:2` is unfinished/);
  });

  it('gives long answers with every kind of Markdown', async () => {
    const { text } = await rig.run('Give me a long answer in 5 sections');
    for (const part of [
      '# About',
      '## The number 5',
      '    1. which',
      '| ---: |',
      '```python',
      '```sql',
      '> That',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.match((await rig.run('Tell me about 28')).text, /Divisors: 1, 2, 4, 7, 14, 28/);
  });

  it('sums up an attached CSV for want of a better idea', async () => {
    assert.match((await withFiles('Have a look', { 'sales.csv': csv })).text, /\*\*4 rows\*\*/);
  });

  it('counts and waits', async () => {
    assert.match((await rig.run('Count to 5')).text, /^1, 2, 3, 4, 5\./);
    assert.match((await rig.run('Wait 0.01 seconds')).text, /I waited 0\.01 seconds/);
  });

  it('keeps the system prompt and says that it cannot follow it', async () => {
    const { id, events } = await rig.run('What is 1+1?', { systemPrompt: 'Answer in Spanish' });
    assert.equal(named(events, 'thought')[0]?.subject, 'Reading the system prompt');
    assert.equal((await rig.task(id)).systemPrompt, 'Answer in Spanish');
  });

  it('streams at its pace', async () => {
    rig.emulator.tempo.pace = 2;
    const started = performance.now();
    const { events } = await rig.run('What is 2+2?');
    assert.ok(performance.now() - started >= named(events, 'content').length * 2);
  });
});
