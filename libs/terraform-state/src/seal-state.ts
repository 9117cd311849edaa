import { openValue, sealValue, type MasterKeys, type SealedValue } from '@groundplan/secrets'
import type { StateKey } from './stored-state.ts'

/** Where a state belongs: its content cannot be decrypted as that of another one. */
export interface StatePlace extends StateKey {
  readonly spaceId: string
}

const algorithm = 'AES-GCM'
const nonceBytes = 12

/** A new key of 256 bits for one state, sealed with the master key. */
export async function createDataKey(place: StatePlace, keys: MasterKeys): Promise<SealedValue> {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return sealValue(toBase64(bytes), toPurpose(place), keys)
}

/** The same data key under the current master key. Throws what {@link openValue} throws. */
export async function resealDataKey(
  dataKey: SealedValue,
  place: StatePlace,
  keys: MasterKeys,
): Promise<SealedValue> {
  return sealValue(await openDataKey(dataKey, place, keys), toPurpose(place), keys)
}

/** Compresses and encrypts the content of one version. */
export async function sealContent(
  content: Uint8Array<ArrayBuffer>,
  { place, number, dataKey }: ContentPlace,
  keys: MasterKeys,
): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
  const parameters = { name: algorithm, iv: nonce, additionalData: describe(place, number) }
  const compressed = await transform(content, new CompressionStream('gzip'))
  const key = await importKey(await openDataKey(dataKey, place, keys), 'encrypt')
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, key, compressed))
  const bytes = new Uint8Array(nonceBytes + sealed.length)
  bytes.set(nonce)
  bytes.set(sealed, nonceBytes)
  return bytes
}

/** The content of a version. Throws what {@link openValue} throws, and OperationError if it is damaged or belongs elsewhere. */
export async function openContent(
  sealed: Uint8Array<ArrayBuffer>,
  { place, number, dataKey }: ContentPlace,
  keys: MasterKeys,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await importKey(await openDataKey(dataKey, place, keys), 'decrypt')
  const parameters = {
    ...{ name: algorithm, iv: sealed.slice(0, nonceBytes), additionalData: describe(place, number) },
  }
  const compressed = await crypto.subtle.decrypt(parameters, key, sealed.subarray(nonceBytes))
  return transform(new Uint8Array(compressed), new DecompressionStream('gzip'))
}

export interface ContentPlace {
  readonly place: StatePlace
  /** Of the version. */
  readonly number: number
  readonly dataKey: SealedValue
}

function openDataKey(dataKey: SealedValue, place: StatePlace, keys: MasterKeys): Promise<string> {
  const subject = `The Terraform state of ${place.environment}/${place.grain}`
  return openValue(dataKey, { purpose: toPurpose(place), subject }, keys)
}

function toPurpose({ spaceId, environment, grain }: StatePlace) {
  return {
    'groundplan-space': spaceId,
    'groundplan-state-environment': environment,
    'groundplan-state-grain': grain,
  } as const
}

function describe({ spaceId, environment, grain }: StatePlace, number: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([spaceId, environment, grain, number]))
}

function importKey(base64: string, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, algorithm, false, [usage])
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

async function transform(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Response(bytes).body?.pipeThrough(stream)
  return new Uint8Array(await new Response(body).arrayBuffer())
}
