import { join } from 'node:path'
import { runProgram } from '@groundplan/process'

const command = join(import.meta.dirname, '../bin/groundplan.mjs')

/** Runs the real command as a user would, on a home folder. */
export async function groundplan(home: string, ...args: readonly string[]) {
  const options = { env: { NO_COLOR: '1', GROUNDPLAN_HOME: home } }
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [command, ...args], options)
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}
