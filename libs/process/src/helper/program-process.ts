import { executeProgram, type ProgramTask } from '../execute-program.ts'
import { serveTasks } from './serve-tasks.ts'

serveTasks(
  (task: ProgramTask, signal, tell) =>
    executeProgram(
      task,
      signal,
      task.streams === true
        ? { onOutput: (bytes) => tell({ bytes }), onError: (bytes) => tell({ bytes, isError: true }) }
        : {},
    ),
  { lingers: ({ lingers = 0 }) => lingers },
)
