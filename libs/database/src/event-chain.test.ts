// Over 300 lines: one suite, run on both databases, whose tests share what tampers with a chain.
import { join } from 'node:path'
import { hostPerson, person, systemActor } from '@groundplan/actor'
import { ChainVerifier, removalType, type AuditRecord, type NewEvent } from '@groundplan/events'
import {
  findPostgresqlPrograms,
  isRequired,
  startPostgresql,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { sql, type Kysely } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createEarlierDatabase } from './earlier-database.fixture.ts'
import { withEventSource } from './event-source.ts'
import { migrate } from './migrate.ts'
import { openDatabase, type DatabaseLocation } from './open-database.ts'
import { PostgresAuditLog } from './postgres-audit-log.ts'
import { PostgresEventLog, recordEvent } from './postgres-event-log.ts'
import type { Database } from './schema.ts'
import { sha256 } from './sha256.ts'

const programs = await findPostgresqlPrograms()
const temporaryDirectory = useTemporaryDirectories()

describe('on the embedded database', () => {
  testChain(async () => {
    const directory = join(await temporaryDirectory(), 'database')
    return { location: { kind: 'embedded', directory }, stop: async () => {} }
  })
})

describe.skipIf(programs === undefined && !isRequired('postgresql'))('on PostgreSQL', () => {
  testChain(async () => {
    const { url, stop } = await startPostgresql(programs ?? 'missing: install PostgreSQL')
    return { location: { kind: 'postgresql', url }, stop }
  })
})

const at = (day: number) => new Date(Date.UTC(2026, 0, day, 1, 2, 3, 456))
const newEvent = (day: number, rest: Partial<NewEvent> = {}): NewEvent => ({
  ...{ at: at(day), actor: person('ada'), type: 'secret.created' },
  ...{ subject: { kind: 'secret', id: `secret-${day}` }, after: { origins: 'https://github.com' } },
  ...rest,
})

let round = 0

function testChain(start: () => Promise<{ location: DatabaseLocation; stop: () => Promise<void> }>): void {
  let database: Kysely<Database>
  let location: DatabaseLocation
  let stop = async () => {}
  let scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }
  let log: PostgresAuditLog
  beforeAll(async () => {
    const started = await start()
    ;({ location, stop } = started)
    database = await openDatabase(location)
  })
  afterAll(async () => {
    await database?.destroy()
    await stop()
  })
  beforeEach(() => {
    round += 1
    scope = { spaceId: `payments-${round}`, blueprintRepositoryId: 'terraform' }
    log = new PostgresAuditLog(database, scope)
  })

  const verify = async () => {
    const verifier = new ChainVerifier(sha256, await log.readHead())
    for (const record of await log.read({}, { limit: 10_000, after: 0 })) if (!verifier.add(record)) break
    return verifier.end()
  }
  const record = async (...days: readonly number[]) => {
    for (const day of days) await log.record(newEvent(day))
  }
  /** What an administrator of the database can do, whatever the triggers say. */
  const tamper = (statement: ReturnType<typeof sql>) =>
    database.transaction().execute(async (transaction) => {
      await sql`set local session_replication_role = replica`.execute(transaction)
      await statement.execute(transaction)
    })

  it('links each event to the one before it, in its own space', async () => {
    await record(1, 2)
    const other = new PostgresAuditLog(database, { ...scope, spaceId: `cards-${round}` })
    await other.record(newEvent(7))
    await record(3)
    const records = await log.read({}, { limit: 10, after: 0 })
    expect(records.map(({ sequence, target }) => [sequence, target.id])).toEqual([
      ...[
        [1, 'secret-1'],
        [2, 'secret-2'],
      ],
      [3, 'secret-3'],
    ])
    expect(records[0]?.previousHash).toBe('0'.repeat(64))
    expect(records.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      records.slice(0, -1).map(({ hash }) => hash),
    )
    expect(await log.readHead()).toMatchObject({ sequence: 3, hash: records[2]?.hash, removedSequence: 0 })
    expect(await verify()).toMatchObject({ events: 3, fault: undefined, last: { hash: records[2]?.hash } })
    expect(await other.search({}, { limit: 10 })).toMatchObject([{ sequence: 1, target: { id: 'secret-7' } }])
  })

  it('finds what was changed, removed, added, swapped or cut off', async () => {
    await record(1, 2, 3, 4, 5)
    const mine = sql`space_id = ${scope.spaceId}`
    const rows = await sql`select * from event where ${mine}`.execute(database)
    const chain = await sql`select * from event_chain where ${mine}`.execute(database)
    const restore = async () => {
      await tamper(sql`delete from event where ${mine}`)
      await tamper(
        sql`insert into event overriding system value select * from jsonb_populate_recordset(null::event, ${JSON.stringify(rows.rows)}::jsonb)`,
      )
      await tamper(sql`delete from event_chain where ${mine}`)
      await tamper(
        sql`insert into event_chain select * from jsonb_populate_recordset(null::event_chain, ${JSON.stringify(chain.rows)}::jsonb)`,
      )
      expect((await verify()).fault).toBeUndefined()
    }
    const of = (sequence: number) => sql`${mine} and sequence = ${sequence}`
    const attempts: readonly (readonly [ReturnType<typeof sql>, number, string])[] = [
      ...(
        [
          sql`actor = '{"kind":"person","name":"eve"}'`,
          sql`type = 'secret.removed'`,
          sql`subject_id = 'other'`,
          sql`subject_kind = 'proposal'`,
          sql`at = at + interval '1 second'`,
          sql`after = '{"origins":"https://evil.example"}'`,
          sql`after = null`,
          sql`before = '{"origins":"x"}'`,
          sql`reason = 'no reason'`,
          sql`correlation_id = 'request:1'`,
          sql`source_address = '10.0.0.1'`,
          sql`id = default`,
          sql`hash = ${'f'.repeat(64)}`,
        ] as const
      ).map((change) => [sql`update event set ${change} where ${of(3)}`, 3, 'changed'] as const),
      [sql`delete from event where ${of(1)}`, 1, 'missing'],
      [sql`delete from event where ${of(3)}`, 3, 'missing'],
      [sql`delete from event where ${of(5)}`, 5, 'missing'],
      [sql`delete from event where ${mine} and sequence in (2, 3)`, 2, 'missing'],
      [sql`delete from event where ${mine}`, 1, 'missing'],
      // Two events that exchange their places.
      [sql`update event set sequence = 15 - sequence where ${mine} and sequence in (2, 3)`, 2, 'missing'],
      [
        sql`update event set sequence = case sequence when 2 then 30 else 2 end where ${mine} and sequence in (2, 3)`,
        ...([2, 'changed'] as const),
      ],
      // The newest ones are cut off, and the head is set back.
      [sql`update event_chain set sequence = 4 where ${mine}`, 5, 'head-differs'],
      [sql`update event_chain set hash = ${'f'.repeat(64)} where ${mine}`, 5, 'head-differs'],
    ]
    for (const [statement, sequence, kind] of attempts) {
      await tamper(statement)
      expect((await verify()).fault, JSON.stringify(statement.compile(database).sql)).toMatchObject({
        sequence,
        kind,
      })
      await restore()
    }
    // A removal that looks like retention, of which no event tells.
    await tamper(
      sql`update event_chain set removed_sequence = 2, removed_hash = (select hash from event where ${of(2)}) where ${mine}`,
    )
    await tamper(sql`delete from event where ${mine} and sequence <= 2`)
    expect((await verify()).fault).toMatchObject({ sequence: 2, kind: 'removal-unrecorded' })
  })

  it('refuses to change, remove or reorder events', async () => {
    await record(1, 2)
    const mine = sql`space_id = ${scope.spaceId}`
    for (const statement of [
      sql`update event set reason = 'x' where ${mine}`,
      sql`update event set sequence = 9, hash = 'x' where ${mine} and sequence = 2`,
      sql`delete from event where ${mine}`,
      sql`truncate event`,
      sql`truncate event_chain`,
      sql`delete from event_chain where ${mine}`,
      sql`update event_chain set sequence = 1 where ${mine}`,
      sql`update event_chain set removed_sequence = 3 where ${mine}`,
      sql`insert into event (space_id, at, actor, type, subject_kind, subject_id, digest, sequence, hash)
        values (${scope.spaceId}, now(), '{}', 'secret.created', 'secret', 'x', 'x', 7, 'x')`,
    ])
      await expect(statement.execute(database)).rejects.toThrow(/only/)
    expect(await verify()).toMatchObject({ events: 2, fault: undefined })
  })

  it('has one order for writers of several servers at once', async () => {
    const second = location.kind === 'postgresql' ? await openDatabase(location) : database
    const logs = [log, new PostgresAuditLog(second, scope)] as const
    await Promise.all(
      Array.from({ length: 60 }, async (_, index) =>
        (logs[index % 2] ?? log).record(newEvent(1 + (index % 20))),
      ),
    )
    expect(await verify()).toMatchObject({ events: 60, fault: undefined })
    if (second !== database) await second.destroy()
  })

  it('links several events of a transaction when it commits, and none of one that fails', async () => {
    const failing = database.transaction().execute(async (transaction) => {
      await recordEvent(newEvent(1), scope, transaction)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    await database.transaction().execute(async (transaction) => {
      await recordEvent(newEvent(2), scope, transaction)
      await recordEvent(newEvent(3), scope, transaction)
    })
    const records = await log.read({}, { limit: 10, after: 0 })
    expect(records.map(({ sequence, target }) => [sequence, target.id])).toEqual([
      ...[
        [1, 'secret-2'],
        [2, 'secret-3'],
      ],
    ])
    expect((await verify()).fault).toBeUndefined()
  })

  it('can be verified after retention, which removes the oldest and says so', async () => {
    await record(1, 2, 3, 4)
    const [, second] = await log.read({}, { limit: 10, after: 0 })
    const removal = { before: at(3), limit: 100, now: at(30) }
    expect(await log.removeOldest(removal)).toBe(2)
    expect(await log.readHead()).toMatchObject({ removedSequence: 2, removedHash: second?.hash })
    expect(await verify()).toMatchObject({ events: 3, fault: undefined, first: { sequence: 3 } })
    expect(await log.removeOldest(removal)).toBe(0)
    const [newest] = await log.search({}, { limit: 1 })
    expect(newest).toMatchObject({
      ...{ action: removalType, actor: systemActor, target: { kind: 'audit-log', id: 'retention' } },
      after: { sequence: 2, hash: second?.hash, count: 2, before: at(3).toISOString() },
    })
    // In small steps, and never what a reader still needs.
    expect(await log.removeOldest({ before: at(40), limit: 1, now: at(40) })).toBe(1)
    expect(await log.removeOldest({ before: at(40), limit: 100, upTo: 4, now: at(40) })).toBe(1)
    expect(await log.removeOldest({ before: at(40), limit: 100, upTo: 4, now: at(40) })).toBe(0)
    expect(await verify()).toMatchObject({ fault: undefined, first: { sequence: 5 } })
  })

  it('keeps what is newer than an old event that came late', async () => {
    await record(9, 1, 10)
    expect(await log.removeOldest({ before: at(5), limit: 100, now: at(30) })).toBe(0)
  })

  it('filters, the newest first, in pages', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))
    const token = { kind: 'api-token', name: 'ci' } as const
    const octocat = hostPerson('https://github.com/a', 'octocat')
    const events: readonly Partial<NewEvent>[] = [
      { at: at(1) },
      { at: at(2), actor: token, type: 'import.started', subject: { kind: 'import', id: '7' } },
      { at: at(3), actor: octocat, type: 'proposal.approved', subject: { kind: 'proposal', id: '7' } },
      { at: at(4), type: 'secret.removed' },
    ]
    for (const event of events) await log.record(newEvent(1, event))
    const search = async (filter: Parameters<typeof log.search>[0]) =>
      (await log.search(filter, { limit: 10 })).map(({ sequence }) => sequence)
    expect(await search({})).toEqual([4, 3, 2, 1])
    expect(await search({ actor: 'ada' })).toEqual([4, 1])
    expect(await search({ actor: 'api-token' })).toEqual([2])
    expect(await search({ actor: 'host-person:octocat' })).toEqual([3])
    expect(await search({ action: 'secret' })).toEqual([4, 1])
    expect(await search({ action: 'secret.removed' })).toEqual([4])
    expect(await search({ action: 'secret.rem' })).toEqual([])
    expect(await search({ target: '7' })).toEqual([3, 2])
    expect(await search({ target: 'import:7' })).toEqual([2])
    expect(await search({ target: 'proposal' })).toEqual([3])
    expect(await search({ since: at(2), until: at(4) })).toEqual([3, 2])
    expect(await search({ actor: 'ada', action: 'secret.created' })).toEqual([1])
    await log.record(newEvent(5, { type: 'access.denied', subject: { kind: 'request', id: 'secrets.put' } }))
    expect(await search({ refused: true })).toEqual([5])
    expect(await search({ refused: false })).toEqual([4, 3, 2, 1])
    expect(await search({ refused: false, actor: 'ada' })).toEqual([4, 1])
    const page = async (before?: number) =>
      (await log.search({}, { limit: 2, before })).map(({ sequence }) => sequence)
    expect([await page(5), await page(3)]).toEqual([
      [4, 3],
      [2, 1],
    ])
    const records = await log.read({ action: 'secret' }, { limit: 10, after: 1 })
    expect(records.map(({ sequence, previousHash }) => [sequence, previousHash?.length])).toEqual([[4, 64]])
  })

  it('knows the request that caused an event, and the address of what the caller did themselves', async () => {
    const source = { actor: person('ada'), address: '203.0.113.7', correlationId: 'request:r1' }
    await withEventSource(source, async () => {
      await log.record(newEvent(1))
      await log.record(newEvent(2, { actor: systemActor, correlationId: 'import:7' }))
    })
    await log.record(newEvent(3))
    const shown = (await log.read({}, { limit: 10, after: 0 })).map(({ sourceAddress, correlationId }) => [
      ...[sourceAddress, correlationId],
    ])
    expect(shown).toEqual([
      ['203.0.113.7', 'request:r1'],
      [undefined, 'import:7'],
      [undefined, undefined],
    ])
    expect(await verify()).toMatchObject({ events: 3, fault: undefined })
  })

  it('has no secret in it, and text that the database cannot keep as it is', async () => {
    const secret = `groundplan_${'c4nary'.repeat(7)}x`
    await log.record(
      newEvent(1, {
        ...{ before: { token: 'c4nary-value' }, after: { note: `a ${secret} b`, half: 'x\ud800y\0z' } },
        reason: `https://ada:c4nary@git.example.com`,
      }),
    )
    const [stored] = await log.search({}, { limit: 1 })
    expect(JSON.stringify(stored)).not.toContain('c4nary')
    expect(stored).toMatchObject({
      before: { token: '***' },
      after: { note: 'a *** b', half: 'x\ufffdy\ufffdz' },
    })
    expect((await verify()).fault).toBeUndefined()
  })

  it('is read by the outbox in its order', async () => {
    await record(1, 2)
    const outbox = new PostgresEventLog(database, scope)
    expect((await outbox.readOutbox('1', 10)).map(({ position }) => position)).toEqual(['2'])
  })
}

describe('events of an earlier version', () => {
  it('are chained in the order of their ids, in each space', async () => {
    const database = await createEarlierDatabase('0034-secrets')
    await sql`insert into event (space_id, at, actor, type, subject_kind, subject_id, before, after, reason, correlation_id)
      select case when n % 3 = 0 then 'cards' else 'payments' end, now(), '{"kind":"person","name":"ada"}', 'proposal.updated',
        'proposal', n::text, case when n % 2 = 0 then '{"stage":"open","b":null}'::jsonb end, '{"z":1.50,"a":true}', 'Because.', 'import:1'
      from generate_series(1, 2500) as n`.execute(database)
    await sql`update event set at = date_trunc('milliseconds', at)`.execute(database)
    await migrate(database)
    for (const [spaceId, count] of Object.entries({ payments: 1667, cards: 833 })) {
      const log = new PostgresAuditLog(database, { spaceId })
      const verifier = new ChainVerifier(sha256, await log.readHead())
      let records: readonly AuditRecord[] = []
      do {
        records = await log.read({}, { limit: 500, after: records.at(-1)?.sequence ?? 0 })
        for (const record of records) verifier.add(record)
      } while (records.length > 0)
      expect(verifier.end()).toMatchObject({ events: count, fault: undefined })
      await log.record(newEvent(1))
      expect(await log.readHead()).toMatchObject({ sequence: count + 1 })
    }
    await database.destroy()
  })
})
