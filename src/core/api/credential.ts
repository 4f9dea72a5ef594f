const keyForm = /^sigmic_[0-9a-f]{64}$/i;
const jwtForm = /^eyJ[\w-]*\.[\w-]+\.[\w-]+$/;

/** What a credential is by its form alone (api.md "Authentication"); undefined when it can be neither. */
export function checkCredential(value: string): 'key' | 'jwt' | undefined {
  if (keyForm.test(value)) return 'key';
  return jwtForm.test(value) ? 'jwt' : undefined;
}
