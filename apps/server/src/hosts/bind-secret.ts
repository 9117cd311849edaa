import {
  displayReference,
  isHostSecret,
  originsVariable,
  secretPrefix,
  type SecretReference,
} from '@groundplan/configuration'
import { InputError, toPlatformError } from '@groundplan/errors'
import { mayCarrySecrets } from '@groundplan/scm'
import { parseExternalAddress, externalLabels } from '@groundplan/secrets/external'
import { isExternal, type ExternalReference } from './external-secrets.ts'
import type { HostSecret, HostSecrets } from './host-secrets.ts'

export interface SecretDestination {
  /** What refers to the secret, for messages. */
  readonly subject: string
  /** Every origin that it would be sent to. */
  readonly origins: readonly string[]
}

/**
 * The value that a reference of the merged configuration stands for. Throws InputError unless the operator has set the secret
 * and allows every origin that it would be sent to. Messages name the reference, never a value or another variable.
 */
export function bindSecret(
  reference: SecretReference,
  { subject, origins }: SecretDestination,
  secrets: HostSecrets,
): string {
  if (isExternal(reference)) return bindExternal(reference, { subject, origins }, secrets)
  if ('secret' in reference) return bindStored(reference, { subject, origins }, secrets)
  const name = reference.env
  if (!isHostSecret(name)) {
    throw new InputError(`${subject} refers to ${name}, which configurations are not allowed to read.`, {
      hint: `Set ${suggestName(name)} and ${originsVariable(suggestName(name))} in the server's environment, restart the server, and refer to that variable.`,
    })
  }
  const secret = secrets.find(reference, subject)
  if (secret === undefined) {
    throw new InputError(`${subject} refers to ${name}, which is not set.`, {
      hint: `Set ${name} and ${originsVariable(name)}=${origins.join(',')} in the server's environment and restart the server.`,
    })
  }
  const hint = `To allow it, set ${originsVariable(name)}=${origins.join(',')} in the server's environment and restart the server.`
  requireOrigins({ name, allowed: secret.origins ?? [], hint }, { subject, origins })
  return secret.value
}

function bindStored(
  reference: Extract<SecretReference, { readonly secret: string }>,
  { subject, origins }: SecretDestination,
  secrets: HostSecrets,
): string {
  const name = `the secret "${reference.secret}"`
  const set = `groundplan secret set ${reference.secret} ${origins.map((each) => `--origin ${each}`).join(' ')}`
  const secret = findStored(reference, subject, secrets)
  if (secret === undefined)
    throw new InputError(`${subject} refers to ${name}, which does not exist.`, {
      hint: `Set it with \`${set}\`.`,
    })
  const allowed = secret.origins ?? []
  requireOrigins({ name, allowed, hint: `To allow it, set it again with \`${set}\`.` }, { subject, origins })
  return secret.value
}

function bindExternal(
  reference: ExternalReference,
  { subject, origins }: SecretDestination,
  secrets: HostSecrets,
): string {
  const name = `the secret ${displayReference(reference)}`
  const secret = findStored(reference, subject, secrets)
  if (secret === undefined) {
    throw new InputError(`${subject} refers to ${name}, which was not read.`, {
      hint: 'It is read once the configuration is merged.',
    })
  }
  const hint = `To allow it, write the origins beside the secret: ${labelCommand(reference, origins)}`
  requireOrigins({ name, allowed: secret.origins ?? [], hint }, { subject, origins })
  return secret.value
}

/** The command with which the owner of a secret says where it may be sent. */
function labelCommand(reference: ExternalReference, origins: readonly string[]): string {
  const label = externalLabels.origins
  if (!('vault' in reference)) {
    const path = parseExternalAddress(reference['aws-secrets-manager'])?.path
    return `\`aws secretsmanager tag-resource --secret-id ${path} --tags Key=${label},Value="${origins.join(' ')}"\`.`
  }
  const path = parseExternalAddress(reference.vault)?.path.replace('/data/', '/')
  return `\`vault kv metadata patch -custom-metadata=${label}="${origins.join(' ')}" ${path}\`.`
}

/** What cannot be decrypted is a fault of this reference only: others are not held up. */
function findStored(
  reference: SecretReference,
  subject: string,
  secrets: HostSecrets,
): HostSecret | undefined {
  try {
    return secrets.find(reference, subject)
  } catch (cause) {
    const { message, hint } = toPlatformError(cause)
    throw new InputError(`${subject}: ${message}`, { hint, cause })
  }
}

function requireOrigins(
  {
    name,
    allowed,
    hint,
  }: { readonly name: string; readonly allowed: readonly string[]; readonly hint: string },
  { subject, origins }: SecretDestination,
): void {
  const insecure = origins.find((origin) => !mayCarrySecrets(origin))
  if (insecure !== undefined || origins.length === 0) {
    throw new InputError(`${subject} would send ${name} to ${insecure ?? 'no valid address'}.`, {
      hint: 'Use an https:// address; http:// is only allowed on this machine.',
    })
  }
  const refused = origins.filter((origin) => !allowed.includes(origin))
  if (refused.length === 0) return
  throw new InputError(
    `${subject} would send ${name} to ${refused.join(' and ')}, which the server does not allow.`,
    { hint },
  )
}

function suggestName(name: string): string {
  const rest = name
    .toUpperCase()
    .replace(/[^A-Z0-9_]/g, '_')
    .replace(/^GROUNDPLAN_(?:SECRET_)?/, '')
  return `${secretPrefix}${rest.replace(/_ORIGINS$/, '') || 'NAME'}`
}
