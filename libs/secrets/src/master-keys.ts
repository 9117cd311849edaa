import { InputError } from '@groundplan/errors'

/** A key of 256 bits that encrypts the keys of the secrets. */
export interface MasterKey {
  /** From the key itself: the first 16 hexadecimal digits of its SHA-256. */
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** New secrets are encrypted with the current key; former ones still decrypt. */
export interface MasterKeys {
  readonly current: MasterKey
  readonly former: readonly MasterKey[]
}

const keyBytes = 32

/** A new key in base64, as {@link parseMasterKeys} reads it. */
export function generateMasterKey(): string {
  return Buffer.from(randomKey()).toString('base64')
}

export async function createMasterKey(): Promise<MasterKey> {
  const bytes = randomKey()
  return { id: await identifyKey(bytes), bytes }
}

function randomKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(keyBytes))
}

/**
 * Reads one key in base64 per line: the current one first, then those that are being replaced. Throws InputError, whose message has no
 * part of a key.
 */
export async function parseMasterKeys(text: string, source: string): Promise<MasterKeys> {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const keys: MasterKey[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '' || line.startsWith('#')) continue
    const bytes = decode(line)
    if (bytes === undefined) {
      throw new InputError(`Line ${index + 1} of ${source} is not a key of ${keyBytes} bytes in base64.`, {
        hint: 'Create one with `openssl rand -base64 32`.',
      })
    }
    keys.push({ id: await identifyKey(bytes), bytes })
  }
  const [current, ...former] = keys
  if (current === undefined) {
    throw new InputError(`${source} holds no key.`, { hint: 'Create one with `openssl rand -base64 32`.' })
  }
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new InputError(`${source} holds the same key twice.`, { hint: 'Remove one of the lines.' })
  }
  return { current, former }
}

/** In the alphabet of base64 or base64url; `undefined` for anything else and any other length. */
function decode(line: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w+/-]{43}=?$/.test(line)) return undefined
  const bytes = Uint8Array.from(Buffer.from(line.replaceAll('-', '+').replaceAll('_', '/'), 'base64'))
  return bytes.length === keyBytes ? bytes : undefined
}

/** The ID of a key, see {@link MasterKey}. */
export async function identifyKey(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes))
    .toString('hex')
    .slice(0, 16)
}
