import { getHeapStatistics } from 'node:v8'
import { executeProgram } from '../execute-program.ts'
import { serveTasks } from './serve-tasks.ts'

/** The tasks of the helper in tests. */
export type FixtureTask =
  | { readonly kind: 'echo'; readonly value: unknown }
  | { readonly kind: 'pid' }
  | { readonly kind: 'die' }
  | { readonly kind: 'throw' }
  /** Without ever looking at messages. */
  | { readonly kind: 'spin' }
  /** Reports its heap limit, in MB. */
  | { readonly kind: 'memory' }
  /** Until it receives the stop message. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'environment' }
  /** A shell script in a process group of its own, which gets the file as `$0`. */
  | { readonly kind: 'run'; readonly script: string; readonly file: string }

let stopped = 0

serveTasks(async (task: FixtureTask, signal): Promise<unknown> => {
  switch (task.kind) {
    case 'echo':
      return task.value
    case 'pid':
      return { pid: process.pid, stopped }
    case 'die':
      return process.exit(7)
    case 'throw':
      throw new Error('It failed.')
    case 'environment':
      return { ...process.env }
    case 'run':
      return executeProgram({ file: 'sh', args: ['-c', task.script, task.file], ownGroup: true }, signal)
    case 'spin':
      for (;;);
    case 'memory':
      return getHeapStatistics().heap_size_limit / 1_000_000
    case 'wait':
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
      stopped += 1
      return undefined
  }
})
