import { join } from 'node:path'
import { CancelledError } from '@groundplan/errors'
import { HelperProcess } from '@groundplan/process'
import { gitEnvironment, type CredentialGrant } from './git-environment.ts'
import type { GitCommand, GitOutcome } from './git-process/git-command.ts'
import { translateGitError } from './translate-git-error.ts'

/** Runs git in one directory. Every failure is a PlatformError. */
export interface Git {
  /** Runs a command and returns what it printed. */
  run(...args: readonly string[]): Promise<string>
  /** Runs a command that answers a question: what it printed, trimmed, or `undefined` if its exit code says no. */
  ask(...args: readonly string[]): Promise<string | undefined>
  /** Runs a command that reads standard input; returns the bytes that it printed. */
  feed(input: string | Uint8Array, ...args: readonly string[]): Promise<Buffer>
}

export interface GitOptions {
  readonly directory: string
  /**
   * True if the directory is itself a bare repository. Git then never looks for one in the folders above, where the user's
   * own repository may be.
   */
  readonly isRepository?: boolean | undefined
  /** What the commands work on, for messages; never with credentials. */
  readonly subject: string
  readonly signal?: AbortSignal | undefined
  /** For commands that talk to a remote. */
  readonly grant?: CredentialGrant | undefined
}

/** Starts git for this process, which an import asks for it a thousand times. */
const gitProcess = new HelperProcess<GitCommand, GitOutcome>({
  module: join(import.meta.dirname, 'git-process/main.ts'),
  name: 'The process that runs git',
})

export function createGit(options: GitOptions): Git {
  const { directory, subject, signal, grant } = options
  const repository = options.isRepository === true ? directory : undefined
  const environment = gitEnvironment({ repository, grant })
  const isGranted = grant !== undefined
  const start = (args: readonly string[], input?: string | Uint8Array) =>
    gitProcess.run({ directory, environment, args, input }, signal)
  const outputOf = (outcome: GitOutcome) => {
    if (outcome.kind === 'done') return Buffer.from(outcome.output)
    if (signal?.aborted === true) throw new CancelledError()
    throw translateGitError(outcome.printed, { subject, status: outcome.exitCode, isGranted })
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
    async feed(input, ...args) {
      return outputOf(await start(args, input))
    },
  }
}
