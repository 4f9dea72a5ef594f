import { Icon } from './icon';

const examples = [
  {
    icon: 'graph',
    text: 'Summarise the attached CSV: totals, trends, outliers, and a chart of the most telling column.',
  },
  {
    icon: 'search',
    text: 'Read the attached code and write a short report about its structure and its weakest spots.',
  },
  {
    icon: 'beaker',
    text: 'Write unit tests for the attached module, run them, and tell me what they found.',
  },
] as const;

/** What stands above the composer while there is no task yet. */
export function Welcome({ onExample }: { readonly onExample: (text: string) => void }) {
  return (
    <div class="welcome">
      <h1>What shall Sigmic do?</h1>
      <p class="muted">
        An agent works on your task on a computer of its own, and you watch, decide and take what it makes.
      </p>
      <ul class="examples" aria-label="Examples">
        {examples.map(({ icon, text }) => (
          <li key={text}>
            <button type="button" class="example" onClick={() => onExample(text)}>
              <Icon name={icon} />
              <span>{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
