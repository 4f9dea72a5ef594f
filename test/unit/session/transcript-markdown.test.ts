import assert from 'node:assert/strict';
import { transcriptMarkdown } from '../../../src/core/session/transcript-markdown';
import type { Turn } from '../../../src/core/session/transcript';

const turn = (fields: Partial<Turn>): Turn => ({ key: 'turn:0', segments: [], ...fields });

describe('an exported conversation', () => {
  it('has every part in order', () => {
    const text = transcriptMarkdown('Sum it up', {
      turns: [
        turn({
          user: {
            text: 'Sum it up',
            attachments: [{ name: 'a.csv', path: 'uploads/a.csv' }],
            createdAt: '2026-01-26T15:50:54.870Z',
            delivery: 'sent',
          },
          segments: [
            { kind: 'thought', key: 'thought:0', subject: 'Reading', description: 'It is a table' },
            {
              kind: 'tool',
              key: 'tool:c',
              callId: 'c',
              toolName: 'read_file',
              status: 'success',
              args: { path: 'a' },
              output: 'x,y',
            },
            { kind: 'text', key: 'text:0', text: '**1** row\n' },
          ],
          end: { kind: 'completed' },
        }),
        turn({
          user: { text: 'More', attachments: [], delivery: 'sent' },
          segments: [{ kind: 'error', key: 'error:0', message: 'Out of disk' }],
          end: { kind: 'failed', message: 'Out of disk' },
        }),
      ],
    });
    assert.equal(
      text,
      [
        '# Sum it up',
        '## You, 2026-01-26T15:50:54.870Z',
        'Sum it up',
        'Attached: `uploads/a.csv`',
        '## Sigmic',
        '> Reading\n> It is a table',
        '**Tool read_file** (success)',
        '```json\n{\n  "path": "a"\n}\n```',
        '```\nx,y\n```',
        '**1** row',
        '## You',
        'More',
        '## Sigmic',
        '**Error**: Out of disk',
        '*The task failed: Out of disk.*\n',
      ].join('\n\n'),
    );
  });

  it('fences what holds fences itself', () => {
    const output = 'a\n````\nb';
    const text = transcriptMarkdown('', {
      turns: [turn({ segments: [{ kind: 'tool', key: 't', toolName: 'cat', status: 'success', output }] })],
    });
    assert.ok(text.includes('`````\na\n````\nb\n`````'));
  });
});
