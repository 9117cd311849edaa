import { join } from 'node:path'
import { person } from '@groundplan/actor'
import { deliverEvents, hasUndelivered, type EventSink } from '@groundplan/events'
import { useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, type OpenDatabase } from './open-database.ts'
import { PostgresAuditLog } from './postgres-audit-log.ts'
import { PostgresDeliveryStore } from './postgres-delivery-store.ts'

const temporaryDirectory = useTemporaryDirectories()
let database: OpenDatabase
beforeAll(async () => {
  database = await openDatabase({ kind: 'embedded', directory: join(await temporaryDirectory(), 'database') })
})
afterAll(() => database?.destroy())

let round = 0
let clock = 0
const now = () => new Date(clock)
let audit: PostgresAuditLog
let deliveries: PostgresDeliveryStore
beforeEach(() => {
  round += 1
  clock = Date.UTC(2026, 0, 1)
  const scope = { spaceId: `payments-${round}`, blueprintRepositoryId: 'terraform' }
  audit = new PostgresAuditLog(database, scope)
  deliveries = new PostgresDeliveryStore(database, scope)
})

const record = async (count: number) => {
  for (let index = 0; index < count; index += 1)
    await audit.record({
      ...{ at: now(), actor: person('ada'), type: 'secret.created' },
      subject: { kind: 'secret', id: String(index) },
    })
}

/** A sink that refuses some events as often as is said. */
function openSink(refusals: Record<number, number> = {}) {
  const received: number[] = []
  const sink: EventSink = {
    name: 'test',
    async *send(records) {
      for (const { sequence } of records) {
        refusals[sequence] = (refusals[sequence] ?? 0) - 1
        if ((refusals[sequence] ?? -1) >= 0) throw new Error(`no ${sequence}`)
        received.push(sequence)
        yield sequence
      }
    },
  }
  return { sink, received }
}
const deliver = (sink: EventSink, signal = new AbortController().signal) =>
  deliverEvents(sink, { audit, deliveries, now, signal, longest: 60_000 })

describe('events', () => {
  it('are delivered once and in order, also those of later', async () => {
    const { sink, received } = openSink()
    await record(3)
    expect(await hasUndelivered([sink], { audit, deliveries, now })).toBe(true)
    await deliver(sink)
    await record(2)
    await deliver(sink)
    await deliver(sink)
    expect(received).toEqual([1, 2, 3, 4, 5])
    expect(await hasUndelivered([sink], { audit, deliveries, now })).toBe(false)
  })

  it('wait for one that does not arrive, for longer each time', async () => {
    const { sink, received } = openSink({ 2: 3 })
    await record(3)
    await expect(deliver(sink)).rejects.toThrow('no 2')
    const waits: number[] = []
    for (const _ of [1, 2, 3]) {
      const { retryAt } = await deliveries.find('test')
      waits.push(((retryAt?.getTime() ?? 0) - clock) / 1000)
      await deliver(sink)
      expect(await hasUndelivered([sink], { audit, deliveries, now })).toBe(false)
      expect(received).toEqual([1])
      clock = retryAt?.getTime() ?? 0
      expect(await hasUndelivered([sink], { audit, deliveries, now })).toBe(true)
      await deliver(sink).catch(() => {})
    }
    expect(waits).toEqual([5, 10, 20])
    expect(received).toEqual([1, 2, 3])
    expect(await deliveries.find('test')).toEqual({ sequence: 3, failures: 0, retryAt: undefined })
  })

  it('go on after the last one that arrived when the server stops', async () => {
    const stop = new AbortController()
    const { sink, received } = openSink()
    await record(3)
    const stopping: EventSink = {
      name: 'test',
      async *send(records, signal) {
        for await (const sequence of sink.send(records, signal)) {
          if (sequence === 2) stop.abort()
          yield sequence
        }
      },
    }
    await deliver(stopping, stop.signal)
    await deliver(sink)
    expect(received).toEqual([1, 2, 3])
  })

  it('are left to another worker that has gone on', async () => {
    const { sink, received } = openSink()
    await record(3)
    const overtaken: EventSink = {
      name: 'test',
      async *send(records, signal) {
        await deliver(sink)
        for (const { sequence } of records) {
          signal.throwIfAborted()
          yield sequence
        }
      },
    }
    await deliver(overtaken)
    expect(received).toEqual([1, 2, 3])
    expect(await deliveries.find('test')).toMatchObject({ sequence: 3 })
  })
})
