import { ExternalServiceError } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'

export interface RunGitOptions {
  readonly input?: Uint8Array
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/** Settings of the user and of the machine must not show in the sample repositories. */
const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' }

/** Runs git apart from the user's configuration and returns its output, trimmed. Throws ExternalServiceError if it fails. */
export async function runGit(args: readonly string[], options: RunGitOptions = {}): Promise<string> {
  const result = await runProgram('git', args, { ...options, env: { ...isolated, ...options.env } })
  if (result.exitCode !== 0) {
    throw new ExternalServiceError(`git ${args.join(' ')} failed: ${result.stderr.trim()}`, {
      service: 'git',
      status: result.exitCode,
    })
  }
  return result.stdout.toString('utf8').trim()
}
