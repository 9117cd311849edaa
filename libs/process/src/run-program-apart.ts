import { join } from 'node:path'
import type { ProgramOutcome, ProgramTask } from './execute-program.ts'
import { HelperProcess } from './helper/helper-process.ts'
import { toResult, type ProgramResult, type RunProgramOptions } from './run-program.ts'

const programProcess = new HelperProcess<ProgramTask, ProgramOutcome>({
  module: join(import.meta.dirname, 'helper/program-process.ts'),
  name: 'The process that runs programs',
})

/**
 * `runProgram` for those who run hundreds: started by a helper process, see HelperProcess. A program and everything that it has
 * started end together, also when this process dies.
 */
export async function runProgramApart(
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
