import { existsSync } from 'node:fs'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import {
  executeProgram,
  type ProgramLimits,
  type ProgramOutcome,
  type ProgramTask,
} from './execute-program.ts'

export interface RunProgramOptions {
  readonly cwd?: string | undefined
  /** Added to (and overriding) the environment of this process; `undefined` leaves a variable out. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** False if `env` is the whole environment. */
  readonly extendEnv?: boolean | undefined
  readonly input?: string | Uint8Array | undefined
  readonly ownGroup?: ProgramTask['ownGroup']
  readonly limits?: ProgramLimits | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ProgramResult {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * Runs a program to completion and returns its exit code and output, whatever the code. Throws ExternalServiceError if the program
 * fails to start, is killed or exceeds a limit, and CancelledError if `signal` is aborted.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { signal, ...options }: RunProgramOptions = {},
): Promise<ProgramResult> {
  return toResult(file, options.cwd, await executeProgram({ file, args, ...options }, signal))
}

/** Converts the outcome of a program to a result, or throws. */
export function toResult(file: string, cwd: string | undefined, outcome: ProgramOutcome): ProgramResult {
  if (outcome.kind === 'cancelled')
    throw new CancelledError(`${file} was stopped.`, { details: { wasKilled: outcome.wasKilled } })
  if (outcome.kind === 'stopped') {
    const limit = outcome.limit === 'milliseconds' ? 'timed out' : 'exceeded the output limit'
    throw new ExternalServiceError(`${file} was stopped: it ${limit}.`, { service: file })
  }
  if (outcome.kind === 'failed') throw startFailure(file, cwd, outcome)
  const { exitCode, stdout, stderr } = outcome
  return { exitCode, stdout: Buffer.from(stdout), stderr }
}

function startFailure(
  file: string,
  cwd: string | undefined,
  { code, reason }: Extract<ProgramOutcome, { kind: 'failed' }>,
) {
  // The system reports the same code for both.
  if (code === 'ENOENT' && cwd !== undefined && !existsSync(cwd)) {
    return new ExternalServiceError(`Could not start ${file}: folder ${cwd} does not exist.`, {
      service: file,
    })
  }
  if (code === 'ENOENT') {
    return new ExternalServiceError(`Program "${file}" not found.`, {
      service: file,
      hint: `Install ${file} and make sure it is on PATH.`,
    })
  }
  return new ExternalServiceError(`${file} failed: ${reason}.`, { service: file })
}
