/** A file that an answer names in `code` can be opened by a click, once it is known that the task has such a file. */

/** Marks all mentions below `root` of files that exist, and unmarks those that are gone. */
export function markFileMentions(root: ParentNode, files: ReadonlySet<string>): void {
  for (const code of root.querySelectorAll<HTMLElement>('.markdown code:not(pre code)')) {
    const path = code.textContent;
    if (files.has(path)) {
      code.dataset['artifact'] = path;
      code.setAttribute('role', 'link');
      code.title = `Open ${path}`;
      code.tabIndex = 0;
    } else if (code.dataset['artifact'] !== undefined) {
      delete code.dataset['artifact'];
      for (const name of ['role', 'title', 'tabindex']) code.removeAttribute(name);
    }
  }
}
