import { inspect } from 'node:util'
import { visibleText } from '@groundplan/errors'
import { serveTasks } from '@groundplan/process'
import { runGitCommand } from './run-git-command.ts'

// simple-git does not listen to children that could not be started, see `runPlain`.
process.on('uncaughtException', (error) => {
  if ('syscall' in error && String(error.syscall).startsWith('spawn')) return
  console.error(visibleText(inspect(error), { lines: true }))
  process.exit(1)
})

serveTasks(runGitCommand)
