import { join } from 'node:path'
import { CancelledError } from '@groundplan/errors'
import { HelperProcess, readEnvironment } from '@groundplan/process'
import { shownProxy } from './connection/proxy-environment.ts'
import { localEnvironment, remoteEnvironment, type RemoteAccess } from './git-environment.ts'
import type { RepositoryLayout } from './repository-layout.ts'
import type { GitCommand, GitLane, GitLimits, GitOutcome } from './git-process/git-command.ts'
import { RepositoryViews } from './scratch/repository-views.ts'
import { limitError, translateGitError } from './translate-git-error.ts'

/** Runs git in one directory. Every failure is a PlatformError. */
export interface Git {
  /** Runs a command and returns its output. */
  run(...args: readonly string[]): Promise<string>
  /** Runs a query and returns its trimmed output; `undefined` if its exit code means no. */
  ask(...args: readonly string[]): Promise<string | undefined>
  /** Runs a command whose exit code says yes (0) or no (1) and that prints more about it. */
  judge(...args: readonly string[]): Promise<{ readonly isYes: boolean; readonly output: string }>
  /** Runs a command with standard input; returns its output as bytes. */
  feed(input: string | Uint8Array, ...args: readonly string[]): Promise<Buffer>
}

export interface GitOptions {
  readonly directory: string
  /** True if the directory is itself a bare repository that we work in; its own configuration does not count. */
  readonly isRepository?: boolean | undefined
  /** A repository whose parts lie at several places. Git never looks for a repository by itself. */
  readonly layout?: RepositoryLayout | undefined
  /** What the commands work on, for messages; never with credentials. */
  readonly subject: string
  readonly signal?: AbortSignal | undefined
  /** For commands that talk to a remote. */
  readonly remote?: RemoteAccess | undefined
  /** `own` for repositories that are ours, or `remote` with one, by default. */
  readonly lane?: GitLane | undefined
  /** Instead of the defaults. */
  readonly limits?: Partial<GitLimits> | undefined
  /** More of the environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined
}

/** Limits for a local command. */
export const localLimits: GitLimits = { milliseconds: 60_000, outputBytes: 400_000_000 }
/** Limits for a command that connects to a remote. */
export const remoteLimits: GitLimits = { milliseconds: 15 * 60_000, outputBytes: 100_000_000 }

/** The only place in this process that starts git. */
const gitProcess = new HelperProcess<GitCommand, GitOutcome>({
  module: join(import.meta.dirname, 'git-process/main.ts'),
  name: 'The process that runs git',
})

/** Reads single files, and is in no repository. */
const outside: RepositoryLayout = { gitDirectory: '/dev/null' }
const views = new RepositoryViews(createGit({ directory: '/', layout: outside, subject: 'the repository' }))

/** Starts every git command: with a clean environment, in lane order, and within limits. */
export function createGit(options: GitOptions): Git {
  const { directory, subject, signal, remote, lane = defaultLane(remote) } = options
  const limits = { ...(remote === undefined ? localLimits : remoteLimits), ...options.limits }
  const findEnvironment = async () => {
    const layout = options.isRepository === true ? await views.layoutOf(directory) : options.layout
    const own = remote === undefined ? localEnvironment(layout) : remoteEnvironment(layout, remote)
    return { ...own, ...options.environment }
  }
  const start = async (args: readonly string[], input?: string | Uint8Array) => {
    if (signal?.aborted === true) throw new CancelledError()
    const environment = await findEnvironment()
    return gitProcess.run({ directory, environment, args, input, lane, limits }, signal)
  }
  const outputOf = (outcome: GitOutcome) => {
    if (outcome.kind === 'done') return Buffer.from(outcome.output)
    if (signal?.aborted === true) throw new CancelledError()
    if (outcome.kind === 'limit') throw limitError(outcome.limit, subject, limits)
    const proxy = remote && shownProxy(remote.url, readEnvironment())
    const grant = remote?.grant && { variable: remote.grant.credentials.variable }
    throw translateGitError(outcome.printed, { subject, status: outcome.exitCode, grant, proxy })
  }
  return {
    async run(...args) {
      return outputOf(await start(args)).toString('utf8')
    },
    async ask(...args) {
      const outcome = await start(args)
      if (outcome.kind === 'failed' && outcome.exitCode === 1) return undefined
      return outputOf(outcome).toString('utf8').trim() || undefined
    },
    async judge(...args) {
      const outcome = await start(args)
      const isNo = outcome.kind === 'failed' && outcome.exitCode === 1
      const output = isNo ? Buffer.from(outcome.output ?? []) : outputOf(outcome)
      return { isYes: !isNo, output: output.toString('utf8') }
    },
    async feed(input, ...args) {
      return outputOf(await start(args, input))
    },
  }
}

function defaultLane(remote: RemoteAccess | undefined): GitLane {
  return remote === undefined ? { kind: 'own' } : { kind: 'remote', host: hostOf(remote.url) }
}

/** The host of an address, for the turns of commands; the short form of SSH addresses is no URL. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : (/^(?:[^@/]*@)?([^:/]+):/.exec(url)?.[1] ?? '')
}
