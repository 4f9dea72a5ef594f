/** The certificates this machine trusts besides Node's own, as PEM. Never throws. */
export function loadSystemCertificates(): Promise<string[]> {
  return Promise.resolve([]);
}
