import { readFile } from 'node:fs/promises'
import { toCommitRules, type CommitSettings, type Configuration } from '@groundplan/configuration'
import { InputError } from '@groundplan/errors'
import type { FindCommitRules, SigningKey } from '@groundplan/scm'
import { findKeyFormat } from '@groundplan/scm-local-git'
import type { HostSecrets } from './host-secrets.ts'
import { readMergedConfiguration } from './read-import-configuration.ts'

export interface CommitRulesSource {
  /** What the operator proposes as the first configuration; counts until one is merged. */
  readonly onboarding: Configuration | undefined
  readonly secrets: HostSecrets
}

/**
 * Finds the rules for commits in the merged configuration, which is read again when the default branch moves. The signing key is read
 * for each use, so that it can be replaced.
 */
export function createFindCommitRules({ onboarding, secrets }: CommitRulesSource): FindCommitRules {
  let known: { readonly commit: string; readonly configuration: Configuration | undefined } | undefined
  return async (repository) => {
    if (repository !== undefined) {
      const { commit } = await repository.readHead()
      if (known?.commit !== commit)
        known = { commit, configuration: await readMergedConfiguration({ repository }) }
    }
    const configuration = (repository && known?.configuration) ?? onboarding
    if (configuration === undefined) return {}
    return toCommitRules(configuration, await readSigningKey(configuration.commits['signing-key'], secrets))
  }
}

async function readSigningKey(
  reference: CommitSettings['signing-key'],
  secrets: HostSecrets,
): Promise<SigningKey | undefined> {
  if (reference === undefined) return undefined
  const source = 'env' in reference ? reference.env : reference.file
  const privateKey = decode(
    'env' in reference ? readVariable(reference.env, secrets) : await readKeyFile(reference.file),
  )
  // What it is instead is found when it is used, and never quoted.
  return { format: findKeyFormat(privateKey) ?? 'ssh', privateKey, source }
}

function readVariable(name: string, secrets: HostSecrets): string {
  const secret = secrets.find({ env: name }, 'commits.signing-key')
  if (secret !== undefined) return secret.value
  throw new InputError(`commits.signing-key refers to ${name}, which is not set.`, {
    hint: `Set ${name} in the server's environment to the private key, and restart the server.`,
  })
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
