import { join } from 'node:path'
import { runProgram } from '@groundplan/process'

const command = join(import.meta.dirname, '../bin/groundplan.mjs')

/** A home folder, and other variables that the command finds in its environment. */
interface Surroundings {
  readonly home: string
  readonly [variable: string]: string
}

/** Runs the real command as a user would, on a home folder. */
export async function groundplan(surroundings: string | Surroundings, ...args: readonly string[]) {
  const { home, ...variables } = typeof surroundings === 'string' ? { home: surroundings } : surroundings
  const options = { env: { NO_COLOR: '1', ...variables, GROUNDPLAN_HOME: home } }
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [command, ...args], options)
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}
