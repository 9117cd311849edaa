import { getHeapStatistics } from 'node:v8'
import { serveTasks } from './serve-tasks.ts'

/** What the tests have their helper do. */
export type FixtureTask =
  | { readonly kind: 'echo'; readonly value: unknown }
  | { readonly kind: 'pid' }
  | { readonly kind: 'die' }
  | { readonly kind: 'throw' }
  /** Without ever looking at messages. */
  | { readonly kind: 'spin' }
  /** Tells the most that its heap may take, in MB. */
  | { readonly kind: 'memory' }
  /** Until it is told to stop. */
  | { readonly kind: 'wait' }

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
      throw new Error('It went wrong.')
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
