import { InputError, NotAllowedError } from '@groundplan/errors'
import type { AddressGuard } from '@groundplan/http'
import type { FindGitCredentials, GitCredentials } from '@groundplan/scm'
import { certificateEnvironment } from './connection/certificate-environment.ts'
import { guardConnection } from './connection/guard-connection.ts'
import { sshEnvironment, type SshSettings } from './ssh-environment.ts'
import { createGit, hostOf, type Git } from './git.ts'
import type { CredentialGrant } from './git-environment.ts'
import type { GitLane, GitLimits } from './git-process/git-command.ts'
import { requireAllowedOrigin } from './require-allowed-origin.ts'
import { retry } from './retry.ts'

/** A remote repository and its credentials. */
export interface Remote {
  readonly url: string
  /** For people: without credentials. */
  readonly shown: string
  /** Finds the credentials for HTTP(S); without any, the user's git settings apply. */
  readonly findCredentials?: FindGitCredentials | undefined
  /** For SSH. */
  readonly ssh?: SshSettings | undefined
  /** Decides where git may connect to; anywhere if absent. */
  readonly guard?: AddressGuard | undefined
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

/** How often a command gets new credentials: those of the first renewal may be revoked before it has ended. */
const renewals = 2

/**
 * A git in a directory that gets into a remote. Credentials are only with it, so that nothing else that git does has them. Each command
 * runs with the current ones. A command that the host rejects them for runs again if there are new ones.
 */
export async function createRemoteGit(
  directory: string,
  remote: Remote,
  options: RemoteGitOptions = {},
): Promise<Git> {
  const connect = async (credentials: GitCredentials | undefined) => ({
    credentials,
    git: await createGitWith(credentials, { directory, remote, options }),
  })
  let current = await connect(await remote.findCredentials?.())
  const findCurrent = async (rejected?: GitCredentials) => {
    const credentials = await remote.findCredentials?.(rejected)
    if (credentials?.password !== current.credentials?.password) current = await connect(credentials)
    return current
  }
  const attempt = async <Result>(work: (git: Git) => Promise<Result>) => {
    let { git, credentials } = await findCurrent()
    for (let left = renewals; ; left -= 1)
      try {
        return await work(git)
      } catch (error) {
        if (credentials === undefined || left === 0 || !areRejected(error)) throw error
        const renewed = await findCurrent(credentials)
        if (renewed.credentials?.password === credentials.password) throw error
        ;({ git, credentials } = renewed)
      }
  }
  return {
    run: (...args) => attempt((each) => each.run(...args)),
    ask: (...args) => attempt((each) => each.ask(...args)),
    judge: (...args) => attempt((each) => each.judge(...args)),
    feed: (input, ...args) => attempt((each) => each.feed(input, ...args)),
  }
}

interface RemoteGitPlace {
  readonly directory: string
  readonly remote: Remote
  readonly options: RemoteGitOptions
}

async function createGitWith(
  credentials: GitCredentials | undefined,
  { directory, remote, options: { isRepository = true, growing } }: RemoteGitPlace,
): Promise<Git> {
  const { url, shown: subject, signal, ssh, guard } = remote
  const grant = grantFor(remote, credentials)
  const { settings, sshOptions } = await guardConnection(url, guard)
  const environment = {
    ...(await sshEnvironment(url, ssh, sshOptions)),
    ...(await certificateEnvironment(url)),
  }
  return createGit({
    ...{ directory, subject, signal, isRepository, environment },
    remote: { url, grant, settings },
    lane: laneOf(remote),
    limits: limitsOf(remote, growing),
  })
}

function areRejected(error: unknown): boolean {
  return error instanceof NotAllowedError && error.details?.['credentials'] === 'refused'
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
