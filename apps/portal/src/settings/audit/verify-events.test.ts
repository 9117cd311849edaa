import { createHash } from 'node:crypto'
import type { ApiClient } from '@groundplan/api-client'
import { digestOf, firstHash, linkHash } from '@groundplan/events'
import { expect, test } from 'vitest'
import type { ExportedEvent } from './read-events.ts'
import { verifyEvents } from './verify-events.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

function createChain(count: number): ExportedEvent[] {
  const events: ExportedEvent[] = []
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const previousHash = events.at(-1)?.hash ?? firstHash
    const content = {
      ...{ time: '2026-01-02T03:04:05.678Z', actor: { kind: 'person', name: 'größe' } as const },
      ...{ action: 'secret.changed' as const, target: { kind: 'secret' as const, id: `s${sequence}` } },
      space: 'payments',
    }
    const id = sequence * 3
    const hash = linkHash(previousHash, { sequence, id, digest: digestOf(content, sha256) }, sha256)
    events.push({ ...content, sequence, id, previousHash, hash })
  }
  return events
}

/** A server with these events, that gives so many at a time. */
function serve(events: readonly ExportedEvent[], pageSize: number, sequence = events.length) {
  const head = {
    sequence,
    hash: events[sequence - 1]?.hash ?? firstHash,
    removedSequence: 0,
    removedHash: firstHash,
  }
  return {
    audit: {
      head: { query: async () => head },
      export: {
        query: async ({ after = 0 }: { after?: number }) => ({
          items: events.filter((event) => event.sequence > after).slice(0, pageSize),
        }),
      },
    },
  } as unknown as Pick<ApiClient, 'audit'>
}

const verify = async (client: Pick<ApiClient, 'audit'>) => {
  const progress: number[] = []
  const { signal } = new AbortController()
  const report = await verifyEvents(client, {
    account: false,
    signal,
    onProgress: (count) => progress.push(count),
  })
  return { ...report, progress }
}

test('a chain that is intact is verified over several pages, up to the head', async () => {
  const events = createChain(7)
  expect(await verify(serve(events, 3))).toMatchObject({
    ...{ events: 7, fault: undefined, last: { sequence: 7, hash: events[6]?.hash }, progress: [3, 6, 7] },
  })
  expect(await verify(serve(events, 3, 5))).toMatchObject({ events: 5, fault: undefined })
  expect(await verify(serve([], 3))).toMatchObject({ events: 0, fault: undefined })
})

test('what was changed, removed or cut off is found', async () => {
  const events = createChain(7)
  const changed = events.with(3, { ...(events[3] as ExportedEvent), space: 'cards' })
  expect(await verify(serve(changed, 3))).toMatchObject({
    events: 3,
    fault: { sequence: 4, kind: 'changed' },
  })
  const removed = events.filter(({ sequence }) => sequence !== 4)
  expect(await verify(serve(removed, 3, 6))).toMatchObject({ fault: { sequence: 4, kind: 'missing' } })
  const client = serve(events.slice(0, 5), 3)
  client.audit.head.query = serve(events, 3).audit.head.query
  expect(await verify(client)).toMatchObject({ events: 5, fault: { sequence: 6, kind: 'missing' } })
})
