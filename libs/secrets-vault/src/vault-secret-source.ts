import { ExternalServiceError, InputError, NotFoundError } from '@groundplan/errors'
import type { Network } from '@groundplan/http'
import {
  externalLabels,
  splitLabel,
  type ExternalPlace,
  type ExternalSecret,
  type ExternalSecretSource,
} from '@groundplan/secrets'
import { z } from 'zod'
import type { VaultAccess } from './vault-access.ts'
import { createVaultClient, service, type SendToVault, type VaultAnswer } from './vault-client.ts'
import { toVaultError } from './vault-error.ts'
import { VaultSession } from './vault-session.ts'

/** A version of a secret: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-version. */
const Version = z.object({
  lease_duration: z.number().optional(),
  data: z.object({
    data: z.record(z.string(), z.unknown()).nullable(),
    metadata: z.object({
      custom_metadata: z.record(z.string(), z.string()).nullish(),
      deletion_time: z.string(),
      destroyed: z.boolean(),
    }),
  }),
})

export interface VaultSecretSourceOptions {
  readonly network?: Network | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
}

/**
 * Secrets of the KV secrets engine, version 2. A path is that of the API, `kv/data/github`; the origins are in the custom metadata of the
 * secret, which Vault returns with each version.
 */
export class VaultSecretSource implements ExternalSecretSource {
  readonly #send: SendToVault
  readonly #session: VaultSession

  constructor(access: VaultAccess, { network, now = Date.now }: VaultSecretSourceOptions = {}) {
    this.#send = createVaultClient(access, network)
    this.#session = new VaultSession({ send: this.#send, signIn: access.signIn, now })
  }

  async read(place: ExternalPlace): Promise<ExternalSecret> {
    const answer = await this.#ask(place)
    const { data: version } = Version.safeParse(answer.body)
    if (answer.status === 404) throw missing(place, version)
    if (answer.status >= 400) throw toVaultError(answer, place.path)
    if (version === undefined) {
      throw new ExternalServiceError(`Vault returned something else than a secret at ${place.path}.`, {
        ...{ service, status: answer.status },
        hint: 'The path must be that of a KV secrets engine, version 2, with `data` after the mount: kv/data/github.',
      })
    }
    const { data, metadata } = version.data
    const labels = metadata.custom_metadata ?? {}
    const { [externalLabels.origins]: origins, [externalLabels.spaces]: spaces } = labels
    return {
      value: pick(data, place),
      origins: splitLabel(origins),
      ...(spaces === undefined ? {} : { spaces: splitLabel(spaces) }),
      ...(version.lease_duration ? { lifetime: version.lease_duration } : {}),
    }
  }

  /** A refused token may have been revoked before its lease ended: signing in again gives another one. */
  async #ask({ path, version }: ExternalPlace): Promise<VaultAnswer> {
    const request = { path, query: version === undefined ? {} : { version } }
    const token = await this.#session.readToken()
    const answer = await this.#send({ ...request, token })
    if (answer.status !== 403 || !this.#session.forget(token)) return answer
    return this.#send({ ...request, token: await this.#session.readToken() })
  }
}

function pick(data: Readonly<Record<string, unknown>> | null, { path, key = '' }: ExternalPlace): string {
  const value = data !== null && Object.hasOwn(data, key) ? data[key] : undefined
  if (typeof value === 'string') return value
  if (value !== undefined) throw new InputError(`The key "${key}" of ${path} in Vault is not a text.`)
  // Names of keys are no secrets; whoever reads the message may be without access to Vault.
  throw new NotFoundError(`The secret ${path} in Vault has no key "${key}".`, {
    hint: 'Write the key after the path: kv/data/github#token.',
  })
}

function missing(
  { path, version }: ExternalPlace,
  found: z.infer<typeof Version> | undefined,
): NotFoundError {
  const which = version === undefined ? `The secret ${path}` : `Version ${version} of the secret ${path}`
  if (found?.data.metadata.destroyed) return new NotFoundError(`${which} was destroyed in Vault.`)
  if (found !== undefined && found.data.metadata.deletion_time !== '') {
    return new NotFoundError(`${which} was deleted in Vault.`, {
      hint: 'Restore it with `vault kv undelete`.',
    })
  }
  return new NotFoundError(`Vault has no secret at ${path}${version ? ` with version ${version}` : ''}.`, {
    hint: 'The path has `data` after the mount, as in policies: kv/data/github. Check the namespace as well.',
  })
}
