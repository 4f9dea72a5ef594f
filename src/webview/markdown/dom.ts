type Child = Node | string;

/** A new element with a class (or none) and children; strings become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  node.append(...children);
  return node;
}

/** A codicon; decoration only, the words are elsewhere. */
export function icon(name: string): HTMLElement {
  const node = element('span', `codicon codicon-${name}`);
  node.setAttribute('aria-hidden', 'true');
  return node;
}

/** A button that shows an icon only; `action` tells the click handler what it does. */
export function iconButton(label: string, iconName: string, action: string): HTMLButtonElement {
  const node = element('button', 'icon-button', icon(iconName));
  node.type = 'button';
  node.title = label;
  node.setAttribute('aria-label', label);
  node.dataset['action'] = action;
  return node;
}
