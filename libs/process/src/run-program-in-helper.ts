import { join } from 'node:path'
import type { ProgramOutcome, ProgramTask } from './execute-program.ts'
import { HelperProcess } from './helper/helper-process.ts'
import { toResult, type ProgramResult, type RunProgramOptions } from './run-program.ts'

const programProcess = new HelperProcess<ProgramTask, ProgramOutcome>({
  module: join(import.meta.dirname, 'helper/program-process.ts'),
  name: 'The process that runs programs',
})

/**
 * Like `runProgram`, but starts the program from a helper process (see HelperProcess), for callers that run hundreds. A program
 * and everything it started end together, even if this process dies. If the helper itself is killed while it is starting a
 * program, before it could report the program's group, that program is only left without its pipes.
 */
export async function runProgramInHelper(
  file: string,
  args: readonly string[],
  { signal, env, extendEnv = true, cwd = process.cwd(), input, limits }: RunProgramOptions = {},
): Promise<ProgramResult> {
  const whole = extendEnv ? { ...process.env, ...env } : { ...env }
  const defined = Object.entries(whole).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const task = {
    file,
    args,
    cwd,
    input,
    env: Object.fromEntries(defined),
    extendEnv: false,
    ownGroup: true,
    limits,
  }
  return toResult(file, cwd, await programProcess.run(task, signal))
}
