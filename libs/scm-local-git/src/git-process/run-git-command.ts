import { existsSync } from 'node:fs'
import { errorMessage } from '@groundplan/errors'
import { executeProgram, type ProgramOutcome } from '@groundplan/process'
import type { GitCommand, GitLimit, GitOutcome } from './git-command.ts'
import { Lanes } from './lanes.ts'
import { gitSettings } from './git-settings.ts'
import { runPlain } from './run-plain.ts'
import { watchGrowth } from './watch-growth.ts'

const lanes = new Lanes()

/** Runs git to completion when its turn comes, whatever the outcome. */
export async function runGitCommand(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  const outcome = await lanes.run(command.lane, () => runNow(command, signal), signal)
  return outcome ?? { kind: 'failed', exitCode: undefined, printed: 'cancelled' }
}

async function runNow(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  if (!existsSync(command.directory)) {
    return { kind: 'failed', exitCode: undefined, printed: 'directory that does not exist' }
  }
  const isPlain =
    command.input === undefined && (command.lane.kind === 'reading' || command.lane.kind === 'own')
  return isPlain ? runPlain(command, signal) : runInGroup(command, signal)
}

/** Commands that simple-git does not support: with child programs that must end together, standard input, or binary output. */
async function runInGroup(command: GitCommand, signal: AbortSignal): Promise<GitOutcome> {
  const { directory, environment, args, input, limits } = command
  const flags = gitSettings.flatMap((setting) => ['-c', setting])
  const excess = new AbortController()
  let reached: GitLimit | undefined
  const watch =
    limits.growth &&
    watchGrowth(limits.growth, (limit) => {
      reached = limit
      excess.abort()
    })
  const task = {
    ...{ file: 'git', args: [...flags, ...args], cwd: directory, input, limits },
    ...{ env: environment, extendEnv: false, ownGroup: true },
  }
  try {
    const stop = AbortSignal.any([signal, excess.signal])
    const outcome = await executeProgram(task, stop, { onError: (part) => watch?.note(part.length) })
    if (reached === undefined && outcome.kind === 'ended') await watch?.lookOnce()
    return reached === undefined ? toGitOutcome(outcome) : { kind: 'limit', limit: reached }
  } finally {
    watch?.stop()
  }
}

function toGitOutcome(outcome: ProgramOutcome): GitOutcome {
  switch (outcome.kind) {
    case 'stopped':
      return { kind: 'limit', limit: outcome.limit }
    case 'cancelled':
      return { kind: 'failed', exitCode: undefined, printed: 'cancelled' }
    case 'failed':
      return { kind: 'failed', exitCode: undefined, printed: errorMessage(outcome.reason) }
    case 'ended': {
      const { exitCode, stdout, stderr } = outcome
      if (exitCode === 0) return { kind: 'done', output: stdout }
      // Rejected pushes print the reason to standard output.
      const printed = stderr + Buffer.from(stdout.subarray(0, 65_536)).toString('utf8')
      return { kind: 'failed', exitCode, printed, output: stdout }
    }
  }
}
