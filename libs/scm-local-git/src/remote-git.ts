import { InputError } from '@groundplan/errors'
import type { GitCredentials } from '@groundplan/scm'
import { createGit, hostOf, type Git } from './git.ts'
import type { CredentialGrant } from './git-environment.ts'
import type { GitLane, GitLimits } from './git-process/git-command.ts'
import { requireAllowedOrigin } from './require-allowed-origin.ts'
import { retry } from './retry.ts'
import { sshEnvironment } from './ssh-environment.ts'

/** A remote repository and its credentials. */
export interface Remote {
  readonly url: string
  /** For people: without credentials. */
  readonly shown: string
  /** Returns the current credentials for HTTP(S); without any, the user's git settings apply. */
  readonly findCredentials?: (() => Promise<GitCredentials | undefined>) | undefined
  readonly signal?: AbortSignal | undefined
  /** True for high priority, as for the blueprint repository: it does not queue behind clones of the same host. */
  readonly isUrgent?: boolean | undefined
  /** Limits for cloning and fetching. */
  readonly limits?: TransferLimits | undefined
}

/** Limits for a clone or fetch. */
export interface TransferLimits {
  /** Of the clone on disk. */
  readonly maximumBytes: number
  readonly milliseconds: number
  /** Stopped after this long with almost no data. */
  readonly stallMilliseconds: number
}

export const defaultTransferLimits: TransferLimits = {
  maximumBytes: 2 * 1024 ** 3,
  milliseconds: 15 * 60_000,
  stallMilliseconds: 120_000,
}

export interface RemoteGitOptions {
  /** False if the directory is not a repository; it is one by default. */
  readonly isRepository?: boolean | undefined
  /** The folder that grows while the command runs; its size is watched. */
  readonly growing?: string | undefined
}

/** A git in a directory that gets into a remote. Credentials are only with it, so that nothing else that git does has them. */
export async function createRemoteGit(
  directory: string,
  remote: Remote,
  { isRepository = true, growing }: RemoteGitOptions = {},
): Promise<Git> {
  const { url, shown: subject, signal } = remote
  const grant = grantFor(remote, await remote.findCredentials?.())
  const environment = await sshEnvironment(url)
  const options = { directory, subject, signal, isRepository, environment }
  return createGit({
    ...options,
    remote: { url, grant },
    lane: laneOf(remote),
    limits: limitsOf(remote, growing),
  })
}

/** Runs a command that only reads from the remote; retries transient failures. */
export function readRemote(
  { directory, remote, growing }: { directory: string; remote: Remote; growing?: string | undefined },
  ...args: readonly string[]
): Promise<string> {
  return retry(
    async () => (await createRemoteGit(directory, remote, { growing })).run(...args),
    remote.signal,
  )
}

function laneOf({ url, isUrgent = false }: Remote): GitLane {
  return { kind: 'remote', host: isUrgent ? `urgent ${hostOf(url)}` : hostOf(url) }
}

function limitsOf(
  { limits = defaultTransferLimits }: Remote,
  growing: string | undefined,
): Partial<GitLimits> {
  const { milliseconds, maximumBytes, stallMilliseconds } = limits
  return {
    milliseconds,
    ...(growing === undefined ? {} : { growth: { directory: growing, maximumBytes, stallMilliseconds } }),
  }
}

function grantFor(
  { url, shown }: Remote,
  credentials: GitCredentials | undefined,
): CredentialGrant | undefined {
  if (credentials === undefined || !/^https?:\/\//i.test(url)) return undefined
  const { origin } = new URL(url)
  requireAllowedOrigin(url, shown, credentials)
  // In git's protocol a line break starts a new field.
  if (/[\0\r\n]/.test(credentials.username + credentials.password)) {
    throw new InputError(`The credentials for ${shown} contain a line break.`, {
      hint: 'Check the variable or file that contains them.',
    })
  }
  return { origin, credentials }
}
