import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import tls from 'node:tls';
import { promisify } from 'node:util';

/** Where distributions keep the bundle of all trusted certificates (the first that exists counts). */
const linuxBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
const macKeychains = [
  '/System/Library/Keychains/SystemRootCertificates.keychain',
  '/Library/Keychains/System.keychain',
];
const maxKeychainBytes = 32 * 1024 * 1024;

/**
 * The certificates this machine trusts besides Node's own, as PEM: the system's store and NODE_EXTRA_CA_CERTS (which
 * Node forgets as soon as a list is given). Never throws; what cannot be read is left out. The caller keeps the result.
 * From Node 22.15 on Node reads the store itself. On Windows an older Node cannot: then the list holds the extra ones only.
 */
export async function loadSystemCertificates(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string[]> {
  const [system, extra] = await Promise.all([
    fromNode() ?? fromPlatform(env, platform),
    readBundle(env.NODE_EXTRA_CA_CERTS),
  ]);
  return [...new Set([...system, ...extra])];
}

/** Undefined when this Node cannot read the system's store. */
function fromNode(): string[] | undefined {
  if (!('getCACertificates' in tls) || typeof tls.getCACertificates !== 'function') return undefined;
  try {
    const certificates: unknown = Reflect.apply(tls.getCACertificates, tls, ['system']);
    return Array.isArray(certificates)
      ? certificates.filter((entry) => typeof entry === 'string')
      : undefined;
  } catch {
    return undefined;
  }
}

async function fromPlatform(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Promise<string[]> {
  if (platform === 'win32') return [];
  if (platform === 'darwin') return (await Promise.all(macKeychains.map(readKeychain))).flat();
  for (const file of [env.SSL_CERT_FILE, ...linuxBundles]) {
    const certificates = await readBundle(file);
    if (certificates.length > 0) return certificates;
  }
  return [];
}

async function readKeychain(keychain: string): Promise<string[]> {
  try {
    const options = { maxBuffer: maxKeychainBytes, timeout: 10_000 };
    const { stdout } = await promisify(execFile)(
      '/usr/bin/security',
      ['find-certificate', '-a', '-p', keychain],
      options,
    );
    return splitPem(stdout);
  } catch {
    return [];
  }
}

async function readBundle(file: string | undefined): Promise<string[]> {
  if (file === undefined || file === '') return [];
  try {
    return splitPem(await readFile(file, 'utf8'));
  } catch {
    return [];
  }
}

function splitPem(bundle: string): string[] {
  return bundle.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}
