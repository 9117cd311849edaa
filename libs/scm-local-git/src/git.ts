import { CancelledError, toPlatformError } from '@groundplan/errors'
import { readEnvironment, runProgram } from '@groundplan/process'
import { simpleGit, type SimpleGit } from 'simple-git'
import { translateGitError } from './translate-git-error.ts'

/** Runs git in one directory. Every failure is a PlatformError. */
export interface Git {
  /** Runs a command and returns what it printed. */
  run(...args: readonly string[]): Promise<string>
  /** Runs a command that reads standard input; returns the bytes that it printed. */
  feed(input: string | Uint8Array, ...args: readonly string[]): Promise<Buffer>
}

export interface GitOptions {
  readonly directory: string
  /** What the commands work on, for messages; never with credentials. */
  readonly subject: string
  readonly signal?: AbortSignal | undefined
}

/** What foreign repositories must not be able to turn on, and what output must not depend on. */
const settings = [
  'core.quotepath=false',
  'core.fsmonitor=false',
  'protocol.ext.allow=never',
  'gc.auto=0',
  'commit.gpgsign=false',
]

export function createGit({ directory, subject, signal }: GitOptions): Git {
  const environment = gitEnvironment()
  const git: SimpleGit = simpleGit({
    baseDir: directory,
    maxConcurrentProcesses: 4,
    config: settings,
    allowEnvironment: Object.keys(environment),
    unsafe: {
      // These are the user's own settings, by which git reaches private repositories.
      allowUnsafeSshCommand: true,
      allowUnsafeAskPass: true,
      allowUnsafeConfigPaths: true,
      allowUnsafeConfigEnvCount: true,
      allowUnsafeGitProxy: true,
      // These only switch things off, see `settings`.
      allowUnsafeFsMonitor: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeGpgProgram: true,
      allowUnsafeTemplateDir: true,
    },
    ...(signal === undefined ? {} : { abort: signal }),
  }).env(environment)
  return {
    async run(...args) {
      try {
        return await git.raw([...args])
      } catch (error) {
        if (signal?.aborted) throw new CancelledError()
        throw translateGitError(toPlatformError(error).message, { subject, cause: error })
      }
    },
    async feed(input, ...args) {
      const options = { cwd: directory, env: environment, extendEnv: false, input, signal }
      const flags = settings.flatMap((setting) => ['-c', setting])
      const { exitCode, stdout, stderr } = await runProgram('git', [...flags, ...args], options)
      if (exitCode !== 0) throw translateGitError(stderr, { subject, status: exitCode })
      return stdout
    },
  }
}

/** Variables of the user's shell that say how to reach remotes; those that would point git at another repository are left out. */
const useful = /^(?!GIT_)|^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|SSL_\w+|HTTP_\w+|CONFIG_\w+|PROXY_\w+)$/

function gitEnvironment(): Record<string, string> {
  const entries = Object.entries(readEnvironment()).flatMap(([name, value]) =>
    value === undefined || !useful.test(name) || /^(?:EDITOR|PAGER|VISUAL)$/.test(name)
      ? []
      : [[name, value] as const],
  )
  // Nobody sits in front of a server to type a password, and messages are read by `translateGitError`.
  return { ...Object.fromEntries(entries), GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' }
}
