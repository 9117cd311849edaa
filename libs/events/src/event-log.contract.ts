import { hostPerson, person } from '@groundplan/actor'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EventLog } from './event-log.ts'
import type { NewEvent } from './event.ts'

export interface TestEventLog {
  /** The one that the log is bound to. */
  readonly spaceId: string
  readonly log: EventLog
  readonly record: (event: NewEvent) => Promise<void>
}

/** The contract of every EventLog. `open` creates an empty one. */
export function testEventLog(name: string, open: () => Promise<TestEventLog>): void {
  describe(`${name} as an EventLog`, () => {
    let spaceId: string
    let log: EventLog
    let record: TestEventLog['record']
    beforeEach(async () => {
      ;({ spaceId, log, record } = await open())
    })

    it('gives back what was recorded, by subject', async () => {
      const event: NewEvent = {
        ...newEvent('1'),
        actor: hostPerson('https://github.com/acme/blueprints/pull/3', 'octocat'),
        before: { stage: 'open', pullRequest: null },
        after: { stage: 'rejected', pullRequest: 3 },
        ...{ reason: 'It is "too large".', correlationId: 'import:12' },
      }
      await record(event)
      await record(newEvent('2'))
      const found = await log.list({ kind: 'proposal', id: '1' }, { limit: 10 })
      expect(found).toEqual([{ ...event, id: expect.any(Number), spaceId }])
    })

    it('leaves out what an event does not have', async () => {
      await record(newEvent('1'))
      const [found] = await log.list({ kind: 'proposal', id: '1' }, { limit: 10 })
      expect(Object.keys(found ?? {}).toSorted()).toEqual(['actor', 'at', 'id', 'spaceId', 'subject', 'type'])
    })

    it('lists the newest first, in pages', async () => {
      for (const reason of ['a', 'b', 'c']) await record({ ...newEvent('1'), reason })
      const subject = { kind: 'proposal', id: '1' } as const
      const first = await log.list(subject, { limit: 2 })
      expect(first.map(({ reason }) => reason)).toEqual(['c', 'b'])
      const rest = await log.list(subject, { limit: 2, before: first.at(-1)?.id })
      expect(rest.map(({ reason }) => reason)).toEqual(['a'])
    })

    it('hands each event once to a reader of the outbox that goes on from the last one', async () => {
      for (const id of ['1', '2', '3']) await record(newEvent(id))
      const first = await log.readOutbox(undefined, 2)
      await record(newEvent('4'))
      const rest = await log.readOutbox(first.at(-1)?.position, 10)
      expect([...first, ...rest].map(({ subject }) => subject.id)).toEqual(['1', '2', '3', '4'])
      expect(await log.readOutbox(rest.at(-1)?.position, 10)).toEqual([])
    })
  })
}

function newEvent(id: string): NewEvent {
  const at = new Date('2026-03-01T10:11:12.345Z')
  return { at, actor: person('Ada'), type: 'proposal.updated', subject: { kind: 'proposal', id } }
}
