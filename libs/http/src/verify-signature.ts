/**
 * True if one of the secrets signed the body: HMAC-SHA256 as `sha256=<hex>`, the form of `X-Hub-Signature(-256)` at GitHub,
 * Bitbucket Cloud and Data Center. Compares in constant time; empty secrets never match.
 */
export async function verifySignature(
  secrets: readonly string[],
  body: Uint8Array,
  header: string | undefined,
): Promise<boolean> {
  const digits = /^sha256=([0-9a-f]{64})$/i.exec(header?.trim() ?? '')?.[1]
  if (digits === undefined) return false
  const signature = Uint8Array.from(Buffer.from(digits, 'hex'))
  // Check all secrets, so that timing does not reveal which one matched.
  const verdicts = await Promise.all(
    secrets.filter((secret) => secret !== '').map(async (secret) => verify(secret, signature, body)),
  )
  return verdicts.includes(true)
}

async function verify(
  secret: string,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array,
): Promise<boolean> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'verify',
  ])
  return crypto.subtle.verify('HMAC', key, signature, Uint8Array.from(body))
}
