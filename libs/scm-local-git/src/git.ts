import { CancelledError, errorMessage } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'
import { GitError, simpleGit, type SimpleGit, type SimpleGitOptions } from 'simple-git'
import { gitEnvironment, type CredentialGrant } from './git-environment.ts'
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

/** What foreign repositories must not be able to turn on, and what output must not depend on. */
const settings = [
  'core.quotepath=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'protocol.ext.allow=never',
  'gc.auto=0',
  'commit.gpgsign=false',
  // A server that says nothing for two minutes has gone away.
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=120',
]

/** A git command that ended with another exit code than 0. */
class GitFailure extends GitError {
  readonly exitCode: number

  constructor(exitCode: number, printed: string) {
    super(undefined, printed)
    this.exitCode = exitCode
  }
}

export function createGit(options: GitOptions): Git {
  const { directory, subject, signal, grant } = options
  const repository = options.isRepository === true ? directory : undefined
  const environment = gitEnvironment({ repository, grant })
  const isGranted = grant !== undefined
  let git: SimpleGit | undefined
  const raw = (args: readonly string[]) => {
    // Made when it is first used, because it throws where there is no directory.
    git ??= simpleGit(simpleGitOptions(options, environment)).env(environment)
    return untilAborted(git.raw([...args]), signal)
  }
  const toError = (error: unknown) => {
    if (signal?.aborted) return new CancelledError()
    const status = error instanceof GitFailure ? error.exitCode : undefined
    return translateGitError(errorMessage(error), { subject, status, cause: error, isGranted })
  }
  return {
    async run(...args) {
      try {
        return await raw(args)
      } catch (error) {
        throw toError(error)
      }
    },
    async ask(...args) {
      try {
        return (await raw(args)).trim() || undefined
      } catch (error) {
        if (error instanceof GitFailure && error.exitCode === 1 && signal?.aborted !== true) return undefined
        throw toError(error)
      }
    },
    async feed(input, ...args) {
      const flags = settings.flatMap((setting) => ['-c', setting])
      const running = { cwd: directory, env: environment, extendEnv: false, input, signal }
      const program = runProgram('git', [...flags, ...args], running)
      const { exitCode, stdout, stderr } = await untilAborted(program, signal)
      if (exitCode !== 0) throw translateGitError(stderr, { subject, status: exitCode, isGranted })
      return stdout
    },
  }
}

/**
 * Waits for a command, but not after the caller has stopped it: helpers of git that wait for a remote would keep its output
 * open although it is gone itself.
 */
async function untilAborted<Result>(
  command: PromiseLike<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return command
  const stopped = Promise.withResolvers<never>()
  const stop = () => stopped.reject(new CancelledError())
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    return await Promise.race([command, stopped.promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function simpleGitOptions(
  { directory, signal }: GitOptions,
  environment: Readonly<Record<string, string>>,
): Partial<SimpleGitOptions> {
  return {
    baseDir: directory,
    maxConcurrentProcesses: 4,
    config: settings,
    // Not before all output is read, however busy this process is.
    completion: { onClose: true, onExit: false },
    // By default a command that fails without a word on stderr, such as a merge with conflicts, counts as done.
    errors: (error, { exitCode, stdErr, stdOut }) =>
      exitCode === 0
        ? error
        : new GitFailure(exitCode, Buffer.concat([...stdErr, ...stdOut]).toString('utf8')),
    allowEnvironment: Object.keys(environment),
    unsafe: {
      // These are the user's own settings, by which git reaches private repositories.
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeGitProxy: true,
      // Only of our own making, see `gitEnvironment`.
      allowUnsafeCredentialHelper: true,
      // These only switch things off, see `settings`.
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeTemplateDir: true,
    },
    ...(signal === undefined ? {} : { abort: signal }),
  }
}
