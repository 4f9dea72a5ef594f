export interface RecordedEvent {
  readonly event: string;
  readonly data: object;
}

/** What becomes of one connection to a recorded task. */
export interface ConnectionCut {
  /** Bytes of the body after which the connection is lost; undefined lets it end as it should. */
  readonly cutAt?: number | undefined;
  /** How many events more than it has told the server has lived through before this connection comes. */
  readonly away?: number;
  readonly catchUp?: 'deltas' | 'content';
  readonly crlf?: boolean;
}

export interface Recording {
  readonly history: readonly RecordedEvent[];
  readonly question: RecordedEvent;
  /** The running turn's events, `done` last. */
  readonly live: readonly RecordedEvent[];
  /** The saved message that tells the turn once it is done. */
  readonly answer: RecordedEvent;
}

/** One recorded task as a server tells it: the history, the running turn so far, then the rest of it. */
export class RecordedTask {
  private progress = 0;

  constructor(private readonly recording: Recording) {}

  get finished(): boolean {
    return this.progress >= this.recording.live.length;
  }

  /** The bytes of the next connection, up to where it is cut, and whether that is all of them. */
  connect({ cutAt, away = 0, catchUp = 'deltas', crlf = false }: ConnectionCut): {
    sent: Buffer;
    whole: boolean;
  } {
    const write = (events: readonly RecordedEvent[]): Buffer => bytesOf(events, crlf);
    this.progress = Math.min(this.recording.live.length, this.progress + away);
    const before = this.finished ? this.finishedReplay() : this.runningReplay(catchUp);
    const body = write([...before, ...this.recording.live.slice(this.progress)]);
    const sent = body.subarray(0, cutAt ?? body.length);
    const whole = sent.length === body.length;
    if (whole) this.progress = this.recording.live.length;
    else this.liveThrough(sent.length - write(before).length, crlf);
    return { sent, whole };
  }

  /** The task has lived through at least those events that `length` bytes of the live part tell in full. */
  private liveThrough(length: number, crlf: boolean): void {
    let left = length;
    for (const event of this.recording.live.slice(this.progress)) {
      left -= bytesOf([event], crlf).length;
      if (left < 0) return;
      this.progress += 1;
    }
  }

  private finishedReplay(): RecordedEvent[] {
    const { history, question, answer } = this.recording;
    return [...history, question, answer, historyDone(history.length + 2, false)];
  }

  private runningReplay(style: 'deltas' | 'content'): RecordedEvent[] {
    const { history, question, live } = this.recording;
    const past = live.slice(0, this.progress);
    const text = past
      .flatMap(({ event, data }) => (event === 'content' && 'text' in data ? [String(data.text)] : []))
      .join('');
    const joined = [
      ...past.filter(({ event }) => event !== 'content'),
      ...(text === '' ? [] : [{ event: 'content', data: { text, isPartial: true } }]),
    ];
    return [
      ...history,
      question,
      historyDone(history.length + 1, true),
      ...(style === 'deltas' ? past : joined),
    ];
  }
}

function historyDone(messageCount: number, isStreaming: boolean): RecordedEvent {
  return { event: 'history_done', data: { messageCount, isStreaming } };
}

function bytesOf(events: readonly RecordedEvent[], crlf: boolean): Buffer {
  const text = events.map(({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('');
  return Buffer.from(crlf ? text.replaceAll('\n', '\r\n') : text);
}
