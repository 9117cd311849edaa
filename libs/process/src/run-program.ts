import { existsSync } from 'node:fs'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { execa } from 'execa'

export interface RunProgramOptions {
  readonly cwd?: string | undefined
  /** Added to (and overriding) the environment of this process. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /** False if `env` is the whole environment. */
  readonly extendEnv?: boolean | undefined
  readonly input?: string | Uint8Array | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ProgramResult {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * Runs a program to its end and returns its exit code and output, whatever the code.
 * Throws ExternalServiceError if the program cannot be started or is killed, CancelledError if `signal` stopped it.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: RunProgramOptions = {},
): Promise<ProgramResult> {
  const result = await execa(file, args, {
    encoding: 'buffer',
    reject: false,
    extendEnv: options.extendEnv ?? true,
    stripFinalNewline: false,
    maxBuffer: 1024 * 1024 * 1024,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  })
  if (result.isCanceled) throw new CancelledError(`${file} was stopped.`)
  if (result.exitCode === undefined) throw startFailure(file, options.cwd, result)
  return {
    exitCode: result.exitCode,
    stdout: Buffer.from(result.stdout ?? new Uint8Array()),
    stderr: Buffer.from(result.stderr ?? new Uint8Array()).toString('utf8'),
  }
}

function startFailure(
  file: string,
  cwd: string | undefined,
  result: { code?: string | undefined; signal?: string | undefined; shortMessage?: string | undefined },
) {
  // The system gives the same code for both.
  if (result.code === 'ENOENT' && cwd !== undefined && !existsSync(cwd)) {
    return new ExternalServiceError(`${file} cannot be started in ${cwd}: there is no such folder.`, {
      service: file,
    })
  }
  if (result.code === 'ENOENT') {
    return new ExternalServiceError(`The program "${file}" was not found.`, {
      service: file,
      hint: `Install ${file} and make sure that it is on PATH.`,
    })
  }
  const reason =
    result.signal === undefined ? (result.shortMessage ?? 'unknown reason') : `signal ${result.signal}`
  return new ExternalServiceError(`${file} did not run to its end: ${reason}.`, {
    service: file,
    cause: result,
  })
}
