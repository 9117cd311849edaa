import { expect, test, vi } from 'vitest'
import type { ImportProgress } from '../import-report.ts'
import { startReporting } from './report-progress.ts'

test('tells of a wait that a host asks for, and of its end, while nothing else happens', async () => {
  const reported: (ImportProgress | undefined)[] = []
  let wait: ImportProgress['wait']
  const reporting = startReporting({
    ...{ number: 1, token: 't', pause: 5, findWait: () => wait },
    imports: {
      report: async (_number, _token, progress) => {
        if (progress !== undefined) reported.push(progress)
        return 'continue'
      },
    },
  })
  const progress = { phase: 'proposing', done: 1, total: 3, subject: 'network' } as const
  reporting.onProgress(progress)
  await vi.waitFor(() => expect(reported).toEqual([progress]))
  wait = { host: 'github.com', until: '2026-01-01T12:00:00.000Z' }
  await vi.waitFor(() => expect(reported).toEqual([progress, { ...progress, wait }]))
  const waited = { ...progress, wait }
  wait = undefined
  await vi.waitFor(() => expect(reported).toEqual([progress, waited, progress]))
  await reporting.stop()
})
