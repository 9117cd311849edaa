import { readReference, type SecretReference } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import { ExternalSecretReader, type ExternalSecretSource, type OpenedSecret } from '@groundplan/secrets'
import { parseExternalAddress } from '@groundplan/secrets/external'

/** The services that keep secrets, as the operator has connected them. */
export interface SecretSources {
  readonly vault?: ExternalSecretSource | undefined
  readonly 'aws-secrets-manager'?: ExternalSecretSource | undefined
}

/** A reference to a secret that another service keeps. */
export type ExternalReference = Exclude<
  SecretReference,
  { readonly env: string } | { readonly secret: string }
>

export type ReadExternalSecret = (reference: ExternalReference) => Promise<OpenedSecret>

/** True for what is neither a variable nor stored. */
export function isExternal(reference: SecretReference): reference is ExternalReference {
  return !('env' in reference) && !('secret' in reference)
}

/** Reads the external secrets of a space; a service that is not connected makes them unreadable. */
export function openExternalSecrets(
  sources: SecretSources,
  { spaceId, now }: { readonly spaceId: string; readonly now: () => Date },
): ReadExternalSecret {
  const readers = Object.fromEntries(
    Object.entries(sources).map(([kind, source]: [string, ExternalSecretSource]) => [
      kind,
      new ExternalSecretReader({ source, spaceId, now: () => now().getTime() }),
    ]),
  )
  return async (reference) => {
    const { kind, name } = readReference(reference)
    const reader = readers[kind]
    if (reader === undefined) return { kind: 'unreadable', error: withoutService(reference) }
    const address = parseExternalAddress(name)
    if (address === undefined) return { kind: 'unreadable', error: new InputError('Invalid address.') }
    const { version, stage } = { stage: undefined, ...reference }
    return reader.read({ ...address, stage, version: version === undefined ? undefined : String(version) })
  }
}

function withoutService(reference: ExternalReference): InputError {
  if ('vault' in reference) {
    return new InputError('The server is not connected to Vault.', {
      hint: 'Set GROUNDPLAN_VAULT_ADDR and a way to sign in, and restart the server: docs/security.md.',
    })
  }
  return new InputError('The server is not connected to AWS Secrets Manager.', {
    hint: 'Set GROUNDPLAN_AWS_SECRETS_MANAGER=on, and restart the server: docs/security.md.',
  })
}
