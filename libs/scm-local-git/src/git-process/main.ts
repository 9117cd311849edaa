import { serveTasks } from '@groundplan/process'
import { runGitCommand } from './run-git-command.ts'

serveTasks(runGitCommand)
