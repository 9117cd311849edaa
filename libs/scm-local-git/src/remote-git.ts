import { InputError } from '@groundplan/errors'
import type { GitCredentials } from '@groundplan/scm'
import { createGit, type Git } from './git.ts'
import type { CredentialGrant } from './git-environment.ts'
import { retry } from './retry.ts'

/** A remote repository and how to get in. */
export interface Remote {
  readonly url: string
  /** For people: without credentials. */
  readonly shown: string
  /** Credentials as they are now, for HTTP(S); without any, the user's own git settings count. */
  readonly findCredentials?: (() => Promise<GitCredentials | undefined>) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A git in a directory that gets into a remote. Credentials are only with it, so that nothing else that git does has them. */
export async function createRemoteGit(
  directory: string,
  remote: Remote,
  options: { readonly isRepository?: boolean } = {},
): Promise<Git> {
  const grant = grantFor(remote, await remote.findCredentials?.())
  const { shown: subject, signal } = remote
  return createGit({ directory, subject, signal, grant, isRepository: options.isRepository ?? true })
}

/** Runs a command that only reads from the remote, again if it fails for a passing reason. */
export function readRemote(directory: string, remote: Remote, ...args: readonly string[]): Promise<string> {
  return retry(async () => (await createRemoteGit(directory, remote)).run(...args), remote.signal)
}

function grantFor(
  { url, shown }: Remote,
  credentials: GitCredentials | undefined,
): CredentialGrant | undefined {
  if (credentials === undefined || !/^https?:\/\//i.test(url)) return undefined
  // In git's protocol a line break would begin another field.
  if (/[\0\r\n]/.test(credentials.username + credentials.password)) {
    throw new InputError(`The credentials for ${shown} contain a line break.`, {
      hint: 'Check the variable or file that they come from.',
    })
  }
  return { origin: new URL(url).origin, credentials }
}
