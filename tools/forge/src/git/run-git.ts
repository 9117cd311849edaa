import { ExternalServiceError } from '@groundplan/errors'
import { type ProgramResult, runProgramInHelper } from '@groundplan/process'

export interface RunGitOptions {
  readonly input?: string | Uint8Array
  readonly env?: Readonly<Record<string, string>>
}

/** Settings of the user and of the machine must not show in what the stand-in does. */
export const isolatedGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  // Nothing here has to outlast the machine.
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.fsync',
  GIT_CONFIG_VALUE_0: 'none',
} as const

/** Runs git on a bare repository and returns what it printed, without the last newline. Throws ExternalServiceError if it fails. */
export async function runGit(
  directory: string,
  args: readonly string[],
  options: RunGitOptions = {},
): Promise<string> {
  const result = await tryGit(directory, args, options)
  if (result.exitCode === 0) return result.stdout.toString('utf8').replace(/\n$/, '')
  throw new ExternalServiceError(`git ${args[0]} failed: ${result.stderr.trim()}`, {
    service: 'git',
    status: result.exitCode,
  })
}

/** Runs git on a bare repository, whatever comes of it. */
export function tryGit(
  directory: string,
  args: readonly string[],
  options: RunGitOptions = {},
): Promise<ProgramResult> {
  return runProgramInHelper('git', [`--git-dir=${directory}`, ...args], {
    ...options,
    env: { ...isolatedGit, ...options.env },
  })
}
