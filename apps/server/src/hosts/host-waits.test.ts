import { expect, test } from 'vitest'
import { HostWaits } from './host-waits.ts'

test('tells of the longest wait, until it is over', () => {
  let now = new Date('2026-01-01T12:00:00Z')
  const waits = new HostWaits(() => now)
  const until = (time: string) => new Date(`2026-01-01T${time}Z`)
  expect(waits.find()).toBeUndefined()
  waits.add({ service: 'github.com', until: until('12:01:00') })
  waits.add({ service: 'bitbucket.org', until: until('12:00:20') })
  expect(waits.find()).toEqual({ service: 'github.com', until: until('12:01:00') })
  now = until('12:01:00')
  expect(waits.find()).toBeUndefined()
})
