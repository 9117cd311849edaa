import type { HostSettings } from '../configuration.ts'
import { parseExternalAddress } from '@groundplan/secrets/external'
import { isSecretName } from '@groundplan/secrets/name'
import type { SecretReference } from '../configuration.ts'
import type { Finding } from '../finding.ts'
import { referencesOf } from '../list-references.ts'
import { isHostSecret, secretPrefix, serverAccessNames } from '../secret-names.ts'

/** Checks names of variables and secrets. Invalid names are not quoted: they may be the secret itself. */
export function checkReferences(name: string, host: HostSettings): readonly Finding[] {
  return referencesOf(name, host).flatMap(({ path, reference }): readonly Finding[] => {
    if (!('env' in reference)) return checkAddress(path, reference)
    if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(reference.env)) return checkSecretName(path, reference.env)
    const message = 'Invalid environment variable name.'
    const hint = `Use a name such as \`env: ${secretPrefix}GITHUB\`.`
    return [{ rule: 'reference', path: [...path, 'env'], message, hint }]
  })
}

/** Checks names and addresses of what is no variable. */
export function checkAddress(
  path: readonly string[],
  reference: Exclude<SecretReference, { readonly env: string }>,
): readonly Finding[] {
  if ('secret' in reference) return checkStoredName(path, reference.secret)
  if ('vault' in reference) return checkVaultAddress(path, reference.vault)
  if (parseExternalAddress(reference['aws-secrets-manager']) !== undefined) return []
  const message = 'Invalid address of a secret in AWS Secrets Manager.'
  const hint = 'Use a name or an ARN, with a key of its JSON after #: `groundplan/github#token`.'
  return [{ rule: 'reference', path: [...path, 'aws-secrets-manager'], message, hint }]
}

function checkVaultAddress(path: readonly string[], address: string): readonly Finding[] {
  const parsed = parseExternalAddress(address)
  if (parsed?.key !== undefined && /^[^/].*\/data\/./.test(parsed.path)) return []
  const message = 'Invalid address of a secret in Vault.'
  const hint =
    'Use the path as in policies, with `data` after the mount, and the key after #: `kv/data/groundplan/github#token`.'
  return [{ rule: 'reference', path: [...path, 'vault'], message, hint }]
}

function checkStoredName(path: readonly string[], name: string): readonly Finding[] {
  if (isSecretName(name)) return []
  const message = 'Invalid name of a secret.'
  const hint = 'Use the name that `groundplan secret list` shows, such as `secret: github-token`.'
  return [{ rule: 'reference', path: [...path, 'secret'], message, hint }]
}

/** The operator controls the environment: only variables meant for configurations may be used. */
function checkSecretName(path: readonly string[], name: string): readonly Finding[] {
  const key = path.at(-1)
  const [token, username] = serverAccessNames
  const isServerAccess = (key === 'token' && name === token) || (key === 'username' && name === username)
  if (isHostSecret(name) || isServerAccess) return []
  const message = `The ${String(key).replace('-', ' ')} refers to a variable that the configuration is not allowed to read.`
  const hint = `Rename it to \`${secretPrefix}…\` (uppercase) here and in the server's environment, and list the origins it may be sent to in \`${secretPrefix}…_ORIGINS\`.`
  return [{ rule: 'secret-name', path: [...path, 'env'], message, hint }]
}
