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
  /** Added to (and overriding) the environment of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined
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
 * Runs a program to its end and returns its exit code and output, whatever the code.
 * Throws ExternalServiceError if the program cannot be started, is killed or reaches a limit, CancelledError if `signal` stopped it.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  { signal, ...options }: RunProgramOptions = {},
): Promise<ProgramResult> {
  return toResult(file, options.cwd, await executeProgram({ file, args, ...options }, signal))
}

/** What came of a program, for those who started it. */
export function toResult(file: string, cwd: string | undefined, outcome: ProgramOutcome): ProgramResult {
  if (outcome.kind === 'cancelled') throw new CancelledError(`${file} was stopped.`)
  if (outcome.kind === 'stopped') {
    const limit = outcome.limit === 'milliseconds' ? 'took too long' : 'printed too much'
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
  // The system gives the same code for both.
  if (code === 'ENOENT' && cwd !== undefined && !existsSync(cwd)) {
    return new ExternalServiceError(`${file} cannot be started in ${cwd}: there is no such folder.`, {
      service: file,
    })
  }
  if (code === 'ENOENT') {
    return new ExternalServiceError(`The program "${file}" was not found.`, {
      service: file,
      hint: `Install ${file} and make sure that it is on PATH.`,
    })
  }
  return new ExternalServiceError(`${file} failed: ${reason}.`, { service: file })
}
