import { Component, h, type ComponentChildren, type FunctionComponent } from 'preact';

/** A component that renders again only when one of its props is another one (by identity). */
export function memo<Props extends object>(
  render: FunctionComponent<Props>,
): (props: Props) => ComponentChildren {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const before = new Map(Object.entries(this.props));
      const after = Object.entries(next);
      return after.length !== before.size || after.some(([name, value]) => before.get(name) !== value);
    }
    override render(): ComponentChildren {
      return h(render, this.props);
    }
  }
  return (props) => h(Memo, props);
}
