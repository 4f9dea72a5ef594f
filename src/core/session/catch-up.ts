import type { Patch } from './patch';
import { reduce, findTool, type LiveEvent } from './reducer';
import { isSameCall } from './session-types';
import { progressOf, toolStatusOf } from './tool-status';
import type { Segment, TextSegment, ToolSegment, Turn } from './transcript';
import { TranscriptEditor } from './transcript-editor';

/**
 * Rule 4 of api.md: a connection tells the running turn again, as one large content or as the deltas, and goes on live
 * without saying where the old ends. This lets through only what the turn on screen does not have yet.
 *
 * Text is compared in order; thoughts, errors and subagents have no ids, so as many of each as are shown already are taken
 * as told again; a tool is known by its call id and never goes back to an earlier state. When the text told again differs
 * from the text shown, the retold turn takes its place once it has as much to show, or ends.
 */
export class CatchUp {
  private readonly shown: string;
  private matched = 0;
  private retold = new Budget();
  /** The turn as told on this connection; kept only while the text on screen is not told again in full. */
  private shadow: TranscriptEditor | undefined;
  /** How many characters of text the shadow has. */
  private told = 0;
  private diverged = false;
  /** Where a tool was that the shadow had not told as far as it was answered here. */
  private missingAt = 0;

  constructor(turn: Turn) {
    this.shown = textOf(turn);
    this.shadow =
      this.shown === ''
        ? undefined
        : new TranscriptEditor({ turns: [{ key: turn.key, user: turn.user, segments: [] }] });
    for (const segment of turn.segments) {
      if (segment.kind === 'thought') this.retold.add('thought', segment.subject, segment.description);
      if (segment.kind === 'error') this.retold.add('error', segment.message);
      if (segment.kind !== 'subagent') continue;
      this.retold.add('start', segment.agentName);
      if (segment.end !== undefined) this.retold.add('end', segment.agentName);
      for (const item of segment.items) {
        if (item.kind === 'thought') this.retold.add('agentThought', segment.agentName, item.subject);
        else this.retold.add('agentTool', segment.agentName, item.toolName, 'executing');
        if (item.kind === 'tool' && progressOf(item.status) === 3)
          this.retold.add('agentTool', segment.agentName, item.toolName, 'settled');
      }
    }
  }

  /** What `event` changes in `turn`, the turn on screen, beyond what it shows already. */
  next(turn: Turn, event: LiveEvent): readonly Patch[] {
    this.tellShadow(event);
    const fresh = this.unseen(turn, event);
    const shadow = this.diverged ? this.shadow?.turns[0] : undefined;
    if (shadow !== undefined && this.mayReplace(turn, shadow, event)) {
      const replacement = keepAnswers(turn, { ...shadow, user: turn.user });
      this.shadow = undefined;
      // The replacement has what was told again: whatever comes now is new to it.
      this.retold = new Budget();
      this.diverged = false;
      this.matched = this.shown.length;
      return [{ op: 'turn', index: 0, turn: replacement }];
    }
    return fresh === undefined ? [] : reduce(turn, fresh);
  }

  private tellShadow(event: LiveEvent): void {
    const shadow = this.shadow?.turns[0];
    if (shadow === undefined) return;
    for (const patch of reduce(shadow, event)) this.shadow?.apply(patch);
    if (event.type === 'content') this.told += event.data.text.length;
    // Its final response may have taken the place of text.
    else if (event.type === 'done') this.told = textOf(this.shadow?.turns[0] ?? shadow).length;
  }

  private mayReplace(turn: Turn, shadow: Turn, event: LiveEvent): boolean {
    if (event.type === 'done') return true;
    return this.told >= this.shown.length && this.areAnswersTold(turn, shadow);
  }

  /** Asked after every event: goes on from the tool that was missing last, and through all only when none is after that. */
  private areAnswersTold({ segments }: Turn, shadow: Turn): boolean {
    const missing = (from: number): number => {
      for (let index = from; index < segments.length; index += 1) {
        const segment = segments[index];
        if (segment !== undefined && isAnswered(segment) && !isToldIn(shadow, segment)) return index;
      }
      return -1;
    };
    const next = missing(this.missingAt);
    const index = next < 0 ? missing(0) : next;
    this.missingAt = Math.max(0, index);
    return index < 0;
  }

  private unseen(turn: Turn, event: LiveEvent): LiveEvent | undefined {
    switch (event.type) {
      case 'content': {
        const text = this.newText(event.data.text);
        if (text === event.data.text) return event;
        return text === '' ? undefined : { ...event, data: { ...event.data, text } };
      }
      case 'tool_call': {
        const known = findTool(turn, event.data.callId);
        const status = toolStatusOf(event.data.status);
        const earlier =
          known !== undefined && status !== undefined && progressOf(status) < progressOf(known.status);
        return earlier ? undefined : event;
      }
      case 'thought':
        return this.untold(event, 'thought', event.data.subject, event.data.description);
      case 'error':
        return this.untold(event, 'error', event.data.message);
      case 'subagent_start':
        return this.untold(event, 'start', event.data.agentName);
      case 'subagent_end':
        return this.untold(event, 'end', event.data.agentName);
      case 'subagent_thought':
        return this.untold(
          event,
          'agentThought',
          event.data.agentName,
          event.data.text.trim().split('\n')[0],
        );
      case 'subagent_tool': {
        const settled = progressOf(toolStatusOf(event.data.status) ?? 'executing') === 3;
        const state = settled ? 'settled' : 'executing';
        return this.untold(event, 'agentTool', event.data.agentName, event.data.toolName, state);
      }
      case 'tool_result':
      case 'done':
        return event;
    }
  }

  private untold(event: LiveEvent, ...what: (string | null | undefined)[]): LiveEvent | undefined {
    return this.retold.take(...what) ? undefined : event;
  }

  private newText(text: string): string {
    if (this.diverged) return '';
    const again = Math.min(this.shown.length - this.matched, text.length);
    if (!this.shown.startsWith(text.slice(0, again), this.matched)) {
      this.diverged = true;
      return '';
    }
    this.matched += again;
    if (this.matched === this.shown.length) this.shadow = undefined;
    return text.slice(again);
  }
}

/** How often each thing is still to be told again. */
class Budget {
  private readonly left = new Map<string, number>();

  add(...what: (string | null | undefined)[]): void {
    const key = JSON.stringify(what);
    this.left.set(key, (this.left.get(key) ?? 0) + 1);
  }

  take(...what: (string | null | undefined)[]): boolean {
    const key = JSON.stringify(what);
    const left = this.left.get(key) ?? 0;
    if (left > 0) this.left.set(key, left - 1);
    return left > 0;
  }
}

function textOf({ segments }: Turn): string {
  return segments
    .filter(isText)
    .map(({ text }) => text)
    .join('');
}

function isText(segment: Turn['segments'][number]): segment is TextSegment {
  return segment.kind === 'text';
}

/** Whether it is a tool whose question was answered here and of which nothing further is known. */
function isAnswered(segment: Segment): segment is ToolSegment {
  return segment.kind === 'tool' && segment.answer !== undefined;
}

function isToldIn(shadow: Turn, { callId, status }: ToolSegment): boolean {
  const told = callId === undefined ? undefined : findTool(shadow, callId);
  return told !== undefined && progressOf(told.status) >= progressOf(status);
}

/** An answer given here is not asked for again because the turn is told in other words. */
function keepAnswers(turn: Turn, replacement: Turn): Turn {
  const segments = replacement.segments.map((segment) => {
    if (segment.kind !== 'tool' || segment.callId === undefined) return segment;
    const known = findTool(turn, segment.callId);
    return known?.answer !== undefined && known.status === segment.status && isSameCall(known, segment)
      ? { ...segment, answer: known.answer }
      : segment;
  });
  return { ...replacement, segments };
}
