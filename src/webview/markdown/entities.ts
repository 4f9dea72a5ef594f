const entity = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});/g;

/**
 * Character references of Markdown text (`&amp;`, `&#39;`) as characters. Only single references, matched strictly, ever
 * reach the parser, and a textarea's content is text, so nothing can become markup.
 */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const decoder = document.createElement('textarea');
  return text.replace(entity, (reference) => {
    decoder.innerHTML = reference;
    return decoder.value;
  });
}
