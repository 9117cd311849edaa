import { join } from 'node:path'
import { HelperProcess } from '@groundplan/process'
import type { WatchResult, WatchTask } from './watch-process.ts'

/** Longest answer that counts as answering, in milliseconds. */
export const patience = 250

/** Reads from the server in another process until it is told to end. */
export function watchServer(url: string): { end(): Promise<WatchResult> } {
  const watcher = new HelperProcess<WatchTask, WatchResult>({
    module: join(import.meta.dirname, 'watch-process.ts'),
    name: 'The process that reads the catalog',
  })
  let isOver = false
  const results: WatchResult[] = []
  const work = async () => {
    while (!isOver) {
      const result = await watcher.run({ url, milliseconds: 1_000 })
      if (result.slowest.milliseconds > patience)
        process.stderr.write(`${result.slowest.path} took ${Math.round(result.slowest.milliseconds)} ms\n`)
      results.push(result)
    }
  }
  const working = work()
  return {
    async end() {
      isOver = true
      await working
      const [slowest] = results
        .map((result) => result.slowest)
        .toSorted((left, right) => right.milliseconds - left.milliseconds)
      return {
        answers: results.reduce((sum, { answers }) => sum + answers, 0),
        failures: results.flatMap(({ failures }) => failures),
        slowest: slowest ?? { path: '', milliseconds: 0 },
      }
    },
  }
}
