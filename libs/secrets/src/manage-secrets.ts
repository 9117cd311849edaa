import { requirePermission, type Caller } from '@groundplan/access'
import { accountSpaceId } from '@groundplan/actor'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import { toSecretOrigin } from '@groundplan/scm'
import type { MasterKeys } from './master-keys.ts'
import { openSecret, sealSecret } from './seal-secret.ts'
import type { MasterKeyRotation } from './wrapped-master-keys.ts'
import { isSecretName } from './secret-name.ts'
import type { SecretStore } from './secret-store.ts'
import type { StoredSecret } from './stored-secret.ts'

export interface SecretRequest {
  readonly name: string
  readonly value: string
  /** The only origins that it may be sent to. */
  readonly origins: readonly string[]
}

export interface SecretDependencies {
  readonly secrets: SecretStore
  /** Throws if the server has none. */
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly spaceId: string
  readonly now: () => Date
}

export type SpaceSecrets = Pick<SecretDependencies, 'secrets' | 'spaceId'>

export interface KeyRotationDependencies extends SecretDependencies {
  /** Absent: the operator has added a key to a file already. */
  readonly masterKeyRotation?: MasterKeyRotation | undefined
  /** The secrets of every space, archived ones included; absent: there is no other space. */
  readonly listSecretStores?: (() => Promise<readonly SpaceSecrets[]>) | undefined
  /** Encrypts everything else with the current key, and says how much that was. */
  readonly resealOthers?: ((keys: MasterKeys) => Promise<number>) | undefined
}

/** Longest value, in bytes of UTF-8: a private key takes about 3,000. */
export const longestValue = 64_000

/** How many secrets a space can have. */
export const mostSecrets = 500

const mostOrigins = 20

/** Sets a secret; nobody can read it back. Throws InputError, or ConflictError if there are too many. */
export async function putSecret(
  { name, value, origins }: SecretRequest,
  caller: Caller,
  { secrets, findMasterKeys, spaceId, now }: SecretDependencies,
): Promise<StoredSecret> {
  requirePermission(caller, 'secrets.manage', spaceId)
  if (!isSecretName(name)) {
    throw new InputError(`"${name.slice(0, 80)}" is not a valid name of a secret.`, {
      hint: 'Use lower case letters, digits and single dashes, up to 63 characters: github-token.',
    })
  }
  const bytes = Buffer.byteLength(value)
  if (bytes === 0) throw new InputError(`The value of the secret "${name}" is empty.`)
  if (bytes > longestValue) {
    throw new InputError(
      `The value of the secret "${name}" has ${bytes} bytes; the limit is ${longestValue}.`,
    )
  }
  const known = await secrets.list()
  if (known.length >= mostSecrets && known.every((each) => each.name !== name)) {
    throw new ConflictError(`The space has ${mostSecrets} secrets, which is the limit.`, {
      hint: 'Remove secrets that are no longer used.',
    })
  }
  const allowed = readOrigins(name, origins)
  const sealed = await sealSecret(value, { spaceId, name, origins: allowed }, await findMasterKeys())
  return secrets.put({ name, origins: allowed, ...sealed }, { by: caller.actor, at: now() })
}

/** Without any, a secret could not be sent to anybody. */
function readOrigins(name: string, origins: readonly string[]): readonly string[] {
  const unique = [...new Set(origins.map((origin) => origin.trim()))]
  const found = unique.flatMap((origin) => toSecretOrigin(origin) ?? [])
  if (found.length === unique.length && found.length > 0 && found.length <= mostOrigins) return found
  const reason =
    unique.length === 0
      ? 'has no origin'
      : unique.length > mostOrigins
        ? `has more than ${mostOrigins} origins`
        : 'has an origin that is no HTTPS address of a host'
  throw new InputError(`The secret "${name}" ${reason}.`, {
    hint: 'Say where it may be sent, with scheme, host and port only: https://github.com and https://api.github.com. http:// is only allowed on this machine.',
  })
}

/** The secrets of a space by name, without their values. */
export async function listSecrets(
  caller: Caller,
  { secrets, spaceId }: SecretDependencies,
): Promise<readonly StoredSecret[]> {
  requirePermission(caller, 'secrets.read', spaceId)
  return secrets.list()
}

/** Throws NotFoundError. */
export async function removeSecret(
  name: string,
  caller: Caller,
  { secrets, spaceId, now }: SecretDependencies,
): Promise<void> {
  requirePermission(caller, 'secrets.manage', spaceId)
  if (await secrets.remove(name, { by: caller.actor, at: now() })) return
  throw notFound(name)
}

/**
 * Encrypts with the current master key what is encrypted with a former one in all spaces, while others read and write. Returns the
 * current key and how many secrets were changed. Keys that a service encrypts are replaced first. Throws what
 * {@link openSecret} throws.
 */
export async function rotateKey(
  caller: Caller,
  dependencies: KeyRotationDependencies,
): Promise<{ readonly keyId: string; readonly changed: number }> {
  requirePermission(caller, 'keys.rotate', accountSpaceId)
  const { secrets, findMasterKeys, spaceId, now, masterKeyRotation, resealOthers } = dependencies
  await masterKeyRotation?.begin()
  const keys = await findMasterKeys()
  let changed = (await resealOthers?.(keys)) ?? 0
  for (const space of (await dependencies.listSecretStores?.()) ?? [{ secrets, spaceId }])
    changed += await resealSecrets(keys, caller, { ...space, now })
  await masterKeyRotation?.end()
  return { keyId: keys.current.id, changed }
}

/** Says how many secrets of a space were changed. */
async function resealSecrets(
  keys: MasterKeys,
  caller: Caller,
  { secrets, spaceId, now }: SpaceSecrets & Pick<SecretDependencies, 'now'>,
): Promise<number> {
  let changed = 0
  for (const before of await secrets.listSealed()) {
    if (before.keyId === keys.current.id) continue
    const place = { spaceId, name: before.name, origins: before.origins }
    const after = await sealSecret(await openSecret(before, place, keys), place, keys)
    if (await secrets.reseal(before.name, before, after, { by: caller.actor, at: now() })) changed += 1
  }
  return changed
}

function notFound(name: string): NotFoundError {
  return new NotFoundError(`There is no secret "${name.slice(0, 80)}".`, {
    hint: 'See `groundplan secret list`.',
  })
}
