import { errorMessage } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'
import { GitError, simpleGit, type SimpleGitOptions } from 'simple-git'
import type { GitCommand, GitOutcome } from './git-command.ts'

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

/** Runs git to its end, whatever comes of it. */
export async function runGitCommand(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  try {
    return command.input === undefined ? await runPlain(command, signal) : await feed(command, signal)
  } catch (error) {
    const exitCode = error instanceof GitFailure ? error.exitCode : undefined
    return { kind: 'failed', exitCode, printed: errorMessage(error) }
  }
}

async function runPlain(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  const { environment, args } = command
  const printed = await simpleGit(simpleGitOptions(command, signal))
    .env(environment)
    .raw([...args])
  return { kind: 'done', output: Buffer.from(printed, 'utf8') }
}

/** What simple-git has no way for: commands with a standard input, and output that is no text. */
async function feed(
  { directory, environment, args, input }: GitCommand,
  signal: AbortSignal,
): Promise<GitOutcome> {
  const flags = settings.flatMap((setting) => ['-c', setting])
  const running = { cwd: directory, env: environment, extendEnv: false, input, signal }
  const { exitCode, stdout, stderr } = await runProgram('git', [...flags, ...args], running)
  return exitCode === 0 ? { kind: 'done', output: stdout } : { kind: 'failed', exitCode, printed: stderr }
}

function simpleGitOptions(
  { directory, environment }: GitCommand,
  signal: AbortSignal,
): Partial<SimpleGitOptions> {
  return {
    baseDir: directory,
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
    abort: signal,
  }
}
