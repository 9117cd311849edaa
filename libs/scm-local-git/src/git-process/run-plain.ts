import { errorMessage } from '@groundplan/errors'
import { GitError, simpleGit, type SimpleGitOptions } from 'simple-git'
import type { GitCommand, GitLimit, GitOutcome } from './git-command.ts'
import { gitSettings } from './git-settings.ts'

/** How much of standard output is kept for a message, in bytes. */
const keptOutputBytes = 65_536

/** A git command with a non-zero exit code. */
class GitFailure extends GitError {
  readonly exitCode: number
  readonly output: Buffer

  constructor(exitCode: number, errors: Buffer, output: Buffer) {
    super(undefined, Buffer.concat([errors, output.subarray(0, keptOutputBytes)]).toString('utf8'))
    this.exitCode = exitCode
    this.output = output
  }
}

/** Runs a command that reads and writes one repository and starts no other program. */
export async function runPlain(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  const { environment, args, limits } = command
  const excess = new AbortController()
  let reached: GitLimit | undefined
  const stop = (limit: GitLimit) => {
    reached ??= limit
    excess.abort()
  }
  const timer = setTimeout(() => stop('milliseconds'), limits.milliseconds)
  let bytes = 0
  try {
    const printed = await simpleGit(simpleGitOptions(command, AbortSignal.any([signal, excess.signal])))
      .env(environment)
      .outputHandler((_command, stdout) => {
        stdout.on('data', (part: Buffer) => {
          bytes += part.length
          if (bytes > limits.outputBytes) stop('outputBytes')
        })
      })
      .raw([...args])
    return { kind: 'done', output: Buffer.from(printed, 'utf8') }
  } catch (error) {
    if (reached !== undefined) return { kind: 'limit', limit: reached }
    if (error instanceof GitFailure) {
      const { exitCode, output } = error
      return { kind: 'failed', exitCode, printed: errorMessage(error), output }
    }
    // Without free file descriptors the child has no pipes, which simple-git takes for granted.
    const printed = error instanceof TypeError ? 'spawn git EMFILE' : errorMessage(error)
    return { kind: 'failed', exitCode: undefined, printed }
  } finally {
    clearTimeout(timer)
  }
}

function simpleGitOptions(
  { directory, environment }: GitCommand,
  signal: AbortSignal,
): Partial<SimpleGitOptions> {
  return {
    baseDir: directory,
    config: [...gitSettings],
    // Not before all output is read, however busy this process is.
    completion: { onClose: true, onExit: false },
    // By default a command that fails without a word on stderr, such as a merge with conflicts, counts as done.
    errors: (error, { exitCode, stdErr, stdOut }) =>
      exitCode === 0 ? error : new GitFailure(exitCode, Buffer.concat(stdErr), Buffer.concat(stdOut)),
    allowEnvironment: Object.keys(environment),
    unsafe: {
      // Only of our own making, see `gitEnvironment`.
      allowUnsafeConfigPaths: true,
      allowUnsafeTemplateDir: true,
      // These only switch things off, see `gitSettings`.
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeGpgProgram: true,
    },
    abort: signal,
  }
}
