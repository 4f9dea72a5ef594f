import type { Segment, ThoughtSegment } from '../core/session/transcript';

/** Thoughts that follow each other, taken together; everything else by itself. */
export type SegmentGroup<S extends Segment> =
  | { readonly kind: 'thoughts'; readonly key: string; readonly thoughts: readonly ThoughtSegment[] }
  | { readonly kind: 'one'; readonly segment: Exclude<S, ThoughtSegment> };

/** Segments in order, with runs of thoughts joined; a group has the key of its first thought. */
export function groupSegments<S extends Segment>(segments: readonly S[]): readonly SegmentGroup<S>[] {
  const groups: SegmentGroup<S>[] = [];
  let run: ThoughtSegment[] | undefined;
  for (const segment of segments) {
    if (isOther(segment)) {
      run = undefined;
      groups.push({ kind: 'one', segment });
    } else if (segment.kind === 'thought') {
      if (run === undefined) {
        run = [];
        groups.push({ kind: 'thoughts', key: segment.key, thoughts: run });
      }
      run.push(segment);
    }
  }
  return groups;
}

function isOther<S extends Segment>(segment: S): segment is Exclude<S, ThoughtSegment> {
  return segment.kind !== 'thought';
}
