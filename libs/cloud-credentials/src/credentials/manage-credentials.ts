import { requirePermission, type Caller } from '@groundplan/access'
import { ConflictError, InputError, NotFoundError } from '@groundplan/errors'
import {
  openValue,
  sealValue,
  type MasterKeys,
  type SealedValue,
  type SealPurpose,
} from '@groundplan/secrets'
import type { RunTokenIssuer } from '../issuer/run-token-issuer.ts'
import type { RunSubject } from '../issuer/run-subject.ts'
import type { CloudCredential, CredentialRequest, CredentialSettings } from './cloud-credential.ts'
import type { AwsKeys, CloudGateway, CloudIdentity } from './cloud-gateway.ts'
import type { CredentialStore, KeptCredential } from './credential-store.ts'
import { readSettings } from './read-settings.ts'

export interface CredentialDependencies {
  readonly credentials: CredentialStore
  readonly gateway: CloudGateway
  /** Absent: the server has no public URL, so that no cloud can trust its tokens. */
  readonly issuer?: RunTokenIssuer | undefined
  readonly findMasterKeys: () => Promise<MasterKeys>
  readonly spaceId: string
  readonly now: () => Date
}

/** How many credentials a space can have. */
const mostCredentials = 100
/** How long a token for an exchange is valid, in seconds. */
const exchangeTime = 300

/** The credentials of a space by name, without their secrets. */
export async function listCredentials(
  caller: Caller,
  { credentials, spaceId }: CredentialDependencies,
): Promise<readonly CloudCredential[]> {
  requirePermission(caller, 'credentials.read', spaceId)
  return credentials.list()
}

/** Adds or replaces a credential. An assumed role keeps its external id. Throws InputError, or ConflictError if there are too many. */
export async function setCredential(
  request: CredentialRequest,
  caller: Caller,
  { credentials, findMasterKeys, spaceId, now }: CredentialDependencies,
): Promise<CloudCredential> {
  requirePermission(caller, 'credentials.manage', spaceId)
  const before = await credentials.find(request.name)
  const known = before?.settings.kind === 'assumed-role' ? before.settings.externalId : undefined
  const settings = readSettings(request, known ?? `groundplan-${crypto.randomUUID()}`)
  if (before === undefined && (await credentials.list()).length >= mostCredentials) {
    throw new ConflictError(`The space has ${mostCredentials} credentials, which is the limit.`, {
      hint: 'Remove credentials that are no longer used.',
    })
  }
  const place = { name: request.name, settings }
  const sealed =
    request.kind === 'static-keys'
      ? await sealValue(request.secretAccessKey, toPurpose(place, spaceId), await findMasterKeys())
      : undefined
  return credentials.put({ ...place, sealed }, { by: caller.actor, at: now() })
}

/** Throws NotFoundError. */
export async function removeCredential(
  name: string,
  caller: Caller,
  { credentials, spaceId, now }: CredentialDependencies,
): Promise<void> {
  requirePermission(caller, 'credentials.manage', spaceId)
  if (!(await credentials.remove(name, { by: caller.actor, at: now() }))) throw notFound(name)
}

/** Signs in with a credential, and says as whom. Throws PlatformError that says why it cannot. */
export async function testCredential(
  name: string,
  caller: Caller,
  dependencies: CredentialDependencies,
): Promise<CloudIdentity> {
  requirePermission(caller, 'credentials.manage', dependencies.spaceId)
  const { credentials, gateway, spaceId, now } = dependencies
  const kept = await credentials.find(name)
  if (kept === undefined) throw notFound(name)
  const subject = { space: spaceId, blueprint: 'none', environment: 'none', runKind: 'test' } as const
  const keys = await openCredential(kept, subject, dependencies)
  const identity = await gateway.identify(keys, kept.settings.region)
  await credentials.noteUse(name, { at: now(), purpose: 'test' })
  return identity
}

/** Keys for a run, for Groundplan itself: those of a role last an hour. Throws PlatformError. */
export async function openCredential(
  kept: KeptCredential,
  subject: RunSubject,
  { gateway, issuer, findMasterKeys, spaceId }: CredentialDependencies,
): Promise<AwsKeys> {
  const { settings } = kept
  if (settings.kind === 'static-keys') {
    if (kept.sealed === undefined) throw new Error(`The credential "${kept.name}" has no key.`)
    const { accessKeyId } = settings
    return { accessKeyId, secretAccessKey: await open(kept, kept.sealed, spaceId, await findMasterKeys()) }
  }
  const session = { name: `groundplan-${subject.space}-${subject.runKind}`.slice(0, 64), seconds: 3600 }
  const { roleArn, region } = settings
  if (settings.kind === 'assumed-role') {
    const { externalId } = settings
    return gateway.exchange({ kind: 'assumed-role', roleArn, externalId }, { ...session, region })
  }
  if (issuer === undefined) {
    throw new InputError('The server issues no tokens, because it has no public URL.', {
      hint: 'Set GROUNDPLAN_PUBLIC_URL to an https:// address at which AWS can read its keys: docs/cloud-credentials.md.',
    })
  }
  const token = await issuer.issueRunToken({ ...subject, audience: settings.audience, ttl: exchangeTime })
  return gateway.exchange({ kind: 'web-identity', roleArn, token }, { ...session, region })
}

/** Encrypts with the current master key what a former one encrypts. Returns how many credentials that were. */
export async function resealCredentials(
  keys: MasterKeys,
  { credentials, spaceId }: Pick<CredentialDependencies, 'credentials' | 'spaceId'>,
): Promise<number> {
  let changed = 0
  for (const kept of await credentials.listSealed()) {
    if (kept.sealed.keyId === keys.current.id) continue
    const value = await open(kept, kept.sealed, spaceId, keys)
    const after = await sealValue(value, toPurpose(kept, spaceId), keys)
    if (await credentials.reseal(kept.name, kept.sealed, after)) changed += 1
  }
  return changed
}

function open(kept: KeptCredential, sealed: SealedValue, spaceId: string, keys: MasterKeys): Promise<string> {
  return openValue(
    sealed,
    { purpose: toPurpose(kept, spaceId), subject: `The credential "${kept.name}"` },
    keys,
  )
}

function toPurpose(
  { name, settings }: { readonly name: string; readonly settings: CredentialSettings },
  spaceId: string,
): SealPurpose {
  const key = settings.kind === 'static-keys' ? settings.accessKeyId : ''
  return { 'groundplan-space': spaceId, 'groundplan-credential': name, 'groundplan-access-key': key }
}

function notFound(name: string): NotFoundError {
  return new NotFoundError(`There is no credential "${name.slice(0, 80)}".`, {
    hint: 'See `groundplan credentials list`.',
  })
}
