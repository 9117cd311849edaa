import { join } from 'node:path'
import type { ProgramOutcome, ProgramTask } from './execute-program.ts'
import { HelperProcess } from './helper/helper-process.ts'
import type { StopOptions } from './group/stop-program.ts'
import { toResult, type ProgramResult } from './run-program.ts'

const streamProcess = new HelperProcess<ProgramTask, ProgramOutcome>({
  module: join(import.meta.dirname, 'helper/program-process.ts'),
  name: 'The process that runs programs',
})

/** Something that a program printed. */
export interface OutputPart {
  readonly bytes: Uint8Array
  /** True if it comes from standard error. */
  readonly isError?: boolean
}

export interface StreamProgramOptions {
  readonly cwd: string
  /** The whole environment of the program. */
  readonly env: Readonly<Record<string, string>>
  /** Gets what it prints, as it is printed. Nothing of standard output is kept. */
  readonly onOutput: (part: OutputPart) => void
  /** How it is stopped when `signal` is aborted. */
  readonly stop?: StopOptions | undefined
  readonly milliseconds?: number | undefined
  /** See ProgramTask. */
  readonly lockedFile?: string | undefined
  readonly lingers?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Runs a program from a helper process, in a process group of its own that ends with this process, however that ends, or as long after
 * as it may linger. If `signal` is
 * aborted, waits until the program has ended as `stop` says, and then throws CancelledError with `details.wasKilled`. Throws
 * ExternalServiceError as `runProgram` does.
 */
export async function streamProgramInHelper(
  file: string,
  args: readonly string[],
  { onOutput, milliseconds, signal, ...options }: StreamProgramOptions,
): Promise<Omit<ProgramResult, 'stdout'>> {
  const task: ProgramTask = {
    ...{ ...options, file, args, extendEnv: false, ownGroup: true, streams: true },
    limits: { milliseconds },
  }
  const onPart = (part: unknown) => onOutput(part as OutputPart)
  const outcome = await streamProcess.run(task, signal, { onPart, awaitsEnd: true })
  const { exitCode, stderr } = toResult(file, options.cwd, outcome)
  return { exitCode, stderr }
}
