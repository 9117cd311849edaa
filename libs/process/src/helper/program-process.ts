import { executeProgram, type ProgramTask } from '../execute-program.ts'
import { serveTasks } from './serve-tasks.ts'

serveTasks((task: ProgramTask, signal) => executeProgram(task, signal))
