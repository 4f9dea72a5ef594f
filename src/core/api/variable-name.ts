/** The API's rule for names of variables (api.md, "Endpoints"). */
const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

const MAX_NAME = 128;

/** Why the API would refuse a variable of this name, for people; undefined when it takes it. */
export function problemOfName(name: string): string | undefined {
  if (name === '') return 'A variable needs a name.';
  if (name.length > MAX_NAME) return `A name may have at most ${MAX_NAME} characters.`;
  if (namePattern.test(name)) return undefined;
  if (/^[0-9]/.test(name)) return 'A name begins with a letter or an underscore.';
  return 'A name has only letters A to Z, digits and underscores, such as API_TOKEN.';
}
