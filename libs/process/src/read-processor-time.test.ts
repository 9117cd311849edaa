import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readProcessorTime } from './read-processor-time.ts'

it.skipIf(!existsSync('/proc/self/stat'))(
  'counts what a process works, as the process itself does',
  async () => {
    const before = await readProcessorTime(process.pid)
    const { user, system } = process.cpuUsage()
    for (const start = process.cpuUsage(); process.cpuUsage(start).user < 300_000;);
    const after = await readProcessorTime(process.pid)
    expect(before).toBeLessThanOrEqual((user + system) / 1000)
    expect((after ?? 0) - (before ?? 0)).toBeGreaterThanOrEqual(200)
  },
)

it('says nothing of a process that is gone', async () => {
  expect(await readProcessorTime(2 ** 30)).toBeUndefined()
})
