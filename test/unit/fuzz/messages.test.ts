import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import {
  PostedSchema,
  ToHostSchema,
  ToViewSchema,
  type Posted,
  type ToHost,
} from '../../../src/core/protocol';
import { ViewStateSchema } from '../../../src/core/view-state';
import { dispatch, type ToHostHandlers } from '../../../src/host/chat/messages';
import { useDom } from '../webview/dom';
import { openView } from '../webview/open-view';
import { fromSchema } from './from-schema';
import { fuzz } from './fuzz';
import { mutated } from './mutate';
import { assertNoMistake } from './screen-words';

const types = ToHostSchema.options.map((option) => option.entries.type.literal);

/** Structured clones can be more than JSON. */
const strange = fc.constantFrom<unknown>(undefined, NaN, new Date(NaN), new Map(), 1n, [], 'ready');

describe('whatever the page says', () => {
  const toHost = fc.oneof(
    { weight: 9, arbitrary: mutated(fromSchema(ToHostSchema), 3) },
    { weight: 1, arbitrary: strange },
  );

  fuzz('reaches the handler it is for, once, or none', 0.3, toHost, (raw) => {
    const reached: ToHost[] = [];
    const warned: string[] = [];
    const note = (message: ToHost): void => void reached.push(message);
    const handlers = Object.fromEntries(types.map((type) => [type, note])) as unknown as ToHostHandlers;
    dispatch(raw, handlers, { warn: (line) => warned.push(line) });
    const understood = v.is(ToHostSchema, raw);
    assert.equal(reached.length, understood ? 1 : 0);
    assert.equal(warned.length, understood ? 0 : 1);
    if (understood) assert.equal(reached[0]?.type, raw.type);
  });
});

describe('whatever the host says', () => {
  useDom();

  const snapshots = fromSchema(ToViewSchema.options[0]);
  const posts = fc.oneof({ weight: 9, arbitrary: fromSchema(ToViewSchema) }, fromSchema(PostedSchema));
  const toView = fc.tuple(
    fc.oneof(fromSchema(ViewStateSchema), mutated(fromSchema(ViewStateSchema), 2)),
    snapshots,
    fc.array(mutated(posts, 2), { maxLength: 4 }),
  );

  fuzz('is shown without a mistake, or not at all', 0.02, toView, (given) => {
    const [state, ...said] = given.flat();
    const saved = v.safeParse(ViewStateSchema, state);
    const view = openView(saved.success ? saved.output : {});
    try {
      const look = (): void => {
        const named = [...view.root.querySelectorAll('*')].flatMap((element) =>
          ['title', 'aria-label', 'placeholder'].map((name) => element.getAttribute(name) ?? ''),
        );
        assertNoMistake([view.root.textContent, ...named].join('\n'), given);
        assert.ok(view.root.querySelector('script, img, iframe, [href], [src], [onerror]') === null);
      };
      for (const message of said) {
        // As the bridge does.
        const taken = v.safeParse(PostedSchema, message);
        if (!taken.success) continue;
        const told: Posted = taken.output;
        view.receive(told);
        look();
      }
      for (const fold of view.root.querySelectorAll('details')) fold.open = true;
      view.settle();
      look();
      assert.deepEqual(
        // It may ask for what it does not have, and for nothing else.
        view.posted.filter(({ type }) => !['ready', 'broken', 'earlier', 'steps', 'open'].includes(type)),
        [],
      );
    } finally {
      view.close();
    }
  });
});
