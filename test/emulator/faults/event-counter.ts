const newline = 0x0a;
const carriageReturn = 0x0d;
const colon = 0x3a;

/** Finds the ends of events in the bytes of an SSE stream, however they are cut; comments do not count. */
export class EventCounter {
  count = 0;
  private lineLength = 0;
  private hasField = false;
  private isComment = false;

  /** Takes one byte; true when it completes an event. */
  push(byte: number): boolean {
    if (byte === carriageReturn) return false;
    if (byte !== newline) {
      if (this.lineLength === 0) this.isComment = byte === colon;
      this.lineLength += 1;
      return false;
    }
    const isBlank = this.lineLength === 0;
    if (!isBlank && !this.isComment) this.hasField = true;
    this.lineLength = 0;
    if (!isBlank || !this.hasField) return false;
    this.hasField = false;
    this.count += 1;
    return true;
  }
}
