import { execFile } from 'node:child_process';
import { maxUploadBytes, SigmicError } from '../../core/api';
import { oneLine, shorten } from '../../core/visible-text';

/** Whatever the person's Git is set to (colours, prefixes, programs that compare), a patch is what `git apply` takes. */
const plain = [
  ...['--no-color', '--no-ext-diff', '--no-textconv', '--no-relative', '--submodule=short'],
  ...['--src-prefix=a/', '--dst-prefix=b/'],
];

/**
 * The staged changes (against HEAD) or those that are not staged (against the index) of the repository in `folder`, byte for
 * byte: the files of a repository need not be UTF-8. `git`: the program's path. Throws SigmicError('invalid').
 */
export function gitDiff(git: string, folder: string, staged: boolean): Promise<Buffer> {
  const args = ['diff', ...plain, ...(staged ? ['--cached'] : [])];
  const options = {
    cwd: folder,
    encoding: 'buffer',
    maxBuffer: maxUploadBytes,
    // A look at the changes does not stand in the way of what the person does meanwhile.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  } as const;
  return new Promise((resolve, reject) => {
    execFile(git, args, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(failure(error, stderr));
    });
  });
}

function failure(cause: Error & { readonly code?: unknown }, stderr: Buffer): SigmicError {
  if (cause.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return new SigmicError(
      'invalid',
      'as a patch they have more than 50 MB. Send the changes of some files: select them in Source Control.',
      { code: 'FILE_TOO_LARGE', cause, sent: false },
    );
  const said = shorten(oneLine(stderr.toString()), 300);
  return new SigmicError(
    'invalid',
    said === '' ? 'Git could not be started. The log has the details.' : `Git says "${said}".`,
    { code: 'GIT_FAILED', cause, sent: false },
  );
}
