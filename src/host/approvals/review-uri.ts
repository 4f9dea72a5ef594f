import * as vscode from 'vscode';

export const reviewScheme = 'sigmic-review';

export interface ReviewPlace {
  readonly taskId: string;
  readonly callId: string;
  /** Tells reviews of one call apart whose arguments were others. */
  readonly revision: number;
  readonly side: 'before' | 'after';
}

/** `sigmic-review:/<taskId>/<callId>/<name>?<side>.<revision>`. */
export function reviewUri({ taskId, callId, revision, side }: ReviewPlace, name: string): vscode.Uri {
  const path = `/${segment(taskId)}/${segment(callId)}/${name}`;
  return vscode.Uri.from({ scheme: reviewScheme, path, query: `${side}.${revision}` });
}

/** Which call a review is of; undefined when the URI is none of ours. */
export function parseReviewUri(uri: vscode.Uri): ReviewPlace | undefined {
  if (uri.scheme !== reviewScheme) return undefined;
  const [, task = '', call = ''] = uri.path.split('/');
  const [, side, revision] = /^(before|after)\.(\d{1,9})$/.exec(uri.query) ?? [];
  if (revision === undefined) return undefined;
  try {
    return {
      taskId: decodeURIComponent(task),
      callId: decodeURIComponent(call),
      revision: Number(revision),
      side: side === 'before' ? 'before' : 'after',
    };
  } catch {
    // Not written by `reviewUri`.
    return undefined;
  }
}

/** Only letters, digits and `%`, so that no id can be a step up. */
function segment(id: string): string {
  return encodeURIComponent(id).replaceAll(/[.!~*'()]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}
