import { SigmicError } from './errors';

/**
 * What `load` imports: code that is loaded when it is used. Throws SigmicError('invalid') when its file is gone, as after an update
 * or a removal of the extension while the window stays open.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new SigmicError(
      'invalid',
      'Part of this extension is not there any more: it may have been updated. Reload the window.',
      {
        code: 'PART_MISSING',
        cause,
        sent: false,
      },
    );
  }
}
