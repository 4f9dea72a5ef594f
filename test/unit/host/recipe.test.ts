import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { parseRecipe, taskOf, type Recipe } from '../../../src/host/recipes/recipe';

const least = { name: 'Review', message: 'Review it' };

function recipe(fields: object = {}): Recipe {
  const parsed = parseRecipe(JSON.stringify({ ...least, ...fields }));
  assert.ok('recipe' in parsed);
  return parsed.recipe;
}

function problem(content: unknown): string {
  const parsed = parseRecipe(typeof content === 'string' ? content : JSON.stringify(content));
  assert.ok('problem' in parsed);
  return parsed.problem;
}

const asked = { submit: true, isTrusted: true, variables: undefined };

describe('a recipe', () => {
  it('needs a name and a message, and may say more', () => {
    assert.deepEqual(recipe(), { ...least, files: [], variables: [] });
    const full = {
      $schema: 'x',
      files: ['src/**'],
      systemPrompt: 'Be brief',
      variables: ['TOKEN'],
      autoExecute: false,
      showInHistory: false,
    };
    assert.deepEqual(recipe(full), { ...least, ...full });
  });

  it('tells what is wrong with it', () => {
    assert.equal(problem('{'), 'It is not valid JSON.');
    assert.equal(problem('[]'), 'It is not an object with a name and a message.');
    assert.equal(problem({ name: 'x' }), '"message" is missing.');
    assert.equal(problem({ ...least, message: ' ' }), '"message" is empty.');
    assert.equal(problem({ ...least, files: 'src' }), '"files" must be Array.');
    assert.equal(problem({ ...least, autoExecute: 'yes' }), '"autoExecute" must be a boolean.');
    assert.equal(problem({ ...least, variables: ['A-B'] }), '"variables.0" is not a name of a variable.');
    assert.match(
      problem({ ...least, secrets: { A: 'hunter22' } }),
      /^"secrets" is nothing that a recipe has/,
    );
    assert.ok(!problem({ ...least, secrets: { A: 'hunter22' } }).includes('hunter22'));
  });

  it('may ask for approvals, but never do away with them', () => {
    assert.equal(taskOf(recipe({ autoExecute: true }), asked).autoExecute, undefined);
    assert.equal(taskOf(recipe({ autoExecute: false }), asked).autoExecute, false);
  });

  it('starts by itself only where all agree', () => {
    assert.equal(taskOf(recipe(), asked).submit, true);
    assert.equal(taskOf(recipe(), { ...asked, submit: false }).submit, false);
    assert.equal(taskOf(recipe(), { ...asked, isTrusted: false }).submit, false);
    const needy = recipe({ variables: ['TOKEN'] });
    assert.equal(taskOf(needy, asked).submit, false);
    assert.equal(taskOf(needy, { ...asked, variables: 'staging' }).submit, true);
  });

  it('has a schema that knows the same fields', () => {
    const text = readFileSync(resolve(__dirname, '../../../schemas/recipe.schema.json'), 'utf8');
    const Schema = v.object({ properties: v.record(v.string(), v.unknown()), required: v.array(v.string()) });
    const schema = v.parse(Schema, JSON.parse(text));
    assert.deepEqual(schema.required, ['name', 'message']);
    const known = Object.keys(schema.properties);
    for (const field of known)
      assert.doesNotMatch(problem({ ...least, [field]: {} }), /nothing that a recipe has/);
    assert.deepEqual(known.sort(), [
      '$schema',
      ...['autoExecute', 'files', 'message', 'name', 'showInHistory', 'systemPrompt', 'variables'],
    ]);
  });
});
