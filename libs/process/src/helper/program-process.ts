import { executeProgram } from '../execute-program.ts'
import { serveTasks } from './serve-tasks.ts'

serveTasks(executeProgram)
