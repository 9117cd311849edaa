import { readFile } from 'node:fs/promises'
import {
  displayReference,
  listReferences,
  toCommitRules,
  type CommitSettings,
  type Configuration,
  type SecretReference,
} from '@groundplan/configuration'
import { InputError, toPlatformError } from '@groundplan/errors'
import type { FindCommitRules, SigningKey } from '@groundplan/scm'
import { findKeyFormat } from '@groundplan/scm-local-git'
import type { HostSecret, HostSecrets } from './host-secrets.ts'
import { readMergedConfiguration } from './read-import-configuration.ts'

export interface CommitRulesSource {
  /** What the operator proposes as the first configuration; counts until one is merged. */
  readonly onboarding: Configuration | undefined
  /** Those that are known by now: before the database is open, only the operator's. */
  readonly findSecrets: () => HostSecrets
}

/**
 * Finds the rules for commits in the merged configuration, which is read again when the default branch moves. The signing key is read
 * for each use, so that it can be replaced.
 */
export function createFindCommitRules({ onboarding, findSecrets }: CommitRulesSource): FindCommitRules {
  let known: { readonly commit: string; readonly configuration: Configuration | undefined } | undefined
  return async (repository) => {
    if (repository !== undefined) {
      const { commit } = await repository.readHead()
      if (known?.commit !== commit)
        known = { commit, configuration: await readMergedConfiguration({ repository }) }
    }
    const configuration = (repository && known?.configuration) ?? onboarding
    if (configuration === undefined) return {}
    const secrets = findSecrets()
    await loadSigningKey(configuration, secrets)
    return toCommitRules(configuration, await readSigningKey(configuration.commits['signing-key'], secrets))
  }
}

/** A key in a variable or a file needs neither the database nor another service. */
async function loadSigningKey(configuration: Configuration, secrets: HostSecrets): Promise<void> {
  const { 'signing-key': reference } = configuration.commits
  if (reference === undefined || 'env' in reference || 'file' in reference) return
  await secrets.refresh()
  await secrets.load(listReferences(configuration))
}

async function readSigningKey(
  reference: CommitSettings['signing-key'],
  secrets: HostSecrets,
): Promise<SigningKey | undefined> {
  if (reference === undefined) return undefined
  const isFile = 'file' in reference
  const source = isFile ? reference.file : displayReference(reference)
  const privateKey = decode(isFile ? await readKeyFile(reference.file) : findKey(reference, secrets))
  // What it is instead is found when it is used, and never quoted.
  return { format: findKeyFormat(privateKey) ?? 'ssh', privateKey, source }
}

/** The key stays on the server, so that no origin has to allow it. */
function findKey(reference: SecretReference, secrets: HostSecrets): string {
  const secret = findSecret(reference, secrets)
  if (secret !== undefined) return secret.value
  const name = displayReference(reference)
  if ('env' in reference) {
    throw new InputError(`commits.signing-key refers to ${name}, which is not set.`, {
      hint: `Set ${name} in the server's environment to the private key, and restart the server.`,
    })
  }
  throw new InputError(`commits.signing-key refers to the secret ${name}, which does not exist.`, {
    hint: 'Set it with `groundplan secret set`, to the private key.',
  })
}

function findSecret(reference: SecretReference, secrets: HostSecrets): HostSecret | undefined {
  try {
    return secrets.find(reference, 'commits.signing-key')
  } catch (cause) {
    const { message, hint } = toPlatformError(cause)
    throw new InputError(`commits.signing-key: ${message}`, { hint, cause })
  }
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code = 'unknown error' } = cause as NodeJS.ErrnoException
    throw new InputError(`Cannot read the signing key ${path} (${code}).`, {
      hint: 'commits.signing-key must name a file on the server that its user can read.',
      cause,
    })
  }
}

/** Variables often hold keys in Base64, because they have several lines. */
function decode(value: string): string {
  if (value.includes('-----BEGIN')) return value.replaceAll('\\n', '\n')
  return Buffer.from(value, 'base64').toString('utf8')
}
