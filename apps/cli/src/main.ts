import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { createProgram } from './create-program.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { toShownError } from './server/translate-api-error.ts'
import { onlyOurStyles } from './terminal/only-our-styles.ts'

/** A closed pipe (`| head`) is not a failure. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done)
})

try {
  const program = await createProgram(process.argv[2])
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

function report(error: unknown): number {
  // Commander has printed its message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misuse
  const { code, message, hint } = toShownError(error)
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: { code, message, hint } }))
  console.error(onlyOurStyles(hint === undefined ? message : `${message}\n${hint}`))
  if (code === 'internal') console.error(onlyOurStyles(inspect(error)))
  return exitCodeOf(code)
}
