import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { person } from '@groundplan/actor'
import { openDatabase, PostgresAuditLog, type OpenDatabase } from '@groundplan/database'
import { ChainVerifier, type AuditRecord, type NewEvent } from '@groundplan/events'
import { findPostgresqlPrograms, startPostgresql } from '@groundplan/testing'
import { sql } from 'kysely'

const scope = { spaceId: 'payments', blueprintRepositoryId: 'terraform' }
const batches = 10
const writers = 8

/** What an event costs, with its link in the chain and without, and how fast events are read and verified. */
export async function benchAudit(events: number): Promise<Readonly<Record<string, unknown>>> {
  const folder = await mkdtemp(join(tmpdir(), 'groundplan-bench-audit-'))
  try {
    const embedded = await openDatabase({ kind: 'embedded', directory: join(folder, 'database') })
    const onEmbedded = await measure(embedded, events, 1).finally(() => embedded.destroy())
    const programs = await findPostgresqlPrograms()
    if (programs === undefined) return { events, embedded: onEmbedded }
    const { url, stop } = await startPostgresql(programs)
    try {
      const database = await openDatabase({ kind: 'postgresql', url })
      const onPostgresql = await measure(database, events, writers).finally(() => database.destroy())
      return { events, embedded: onEmbedded, postgresql: onPostgresql }
    } finally {
      await stop()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(database: OpenDatabase, events: number, concurrency: number) {
  const log = new PostgresAuditLog(database, scope)
  const record = () => log.record(newEvent)
  const each = Math.ceil(events / batches)
  await repeat(record, 200)
  const times: Record<'chained' | 'plain', number[]> = { chained: [], plain: [] }
  // Taken in turns, so that a machine that is busy is busy for both.
  for (let batch = 0; batch < batches; batch += 1) {
    times.chained.push((await timed(() => repeat(record, each))) / each)
    await switchChaining(database, 'disable')
    times.plain.push((await timed(() => repeat(record, each))) / each)
    await switchChaining(database, 'enable')
  }
  const concurrent = await timed(async () => {
    await Promise.all(
      Array.from({ length: concurrency }, () => repeat(record, Math.ceil(events / concurrency))),
    )
  })
  const head = await log.readHead()
  const records: AuditRecord[] = []
  const reading = await timed(async () => {
    for (;;) {
      const page = await log.read({}, { limit: 500, after: records.at(-1)?.sequence ?? 0 })
      if (page.length === 0) return
      records.push(...page)
    }
  })
  const verifier = new ChainVerifier(sha256, head)
  const verifying = await timed(async () => records.forEach((each) => verifier.add(each)))
  const { fault } = verifier.end()
  if (fault !== undefined) throw new Error(fault.message)
  return {
    ...{ chained_ms: median(times.chained), plain_ms: median(times.plain) },
    ...{ writers: concurrency, concurrent_events_per_second: Math.round((events / concurrent) * 1000) },
    read_events_per_second: Math.round((records.length / reading) * 1000),
    verified_events_per_second: Math.round((records.length / verifying) * 1000),
  }
}

const newEvent: NewEvent = {
  ...{ at: new Date(), actor: person('ada'), type: 'proposal.updated', sourceAddress: '203.0.113.7' },
  ...{ subject: { kind: 'proposal', id: '12' }, correlationId: `request:${crypto.randomUUID()}` },
  ...{ before: { title: 'PostgreSQL', breaking: 0 }, after: { title: 'PostgreSQL database', breaking: 1 } },
}

async function switchChaining(database: OpenDatabase, action: 'enable' | 'disable'): Promise<void> {
  await sql`alter table event ${sql.raw(action)} trigger event_chained`.execute(database)
}

async function repeat(work: () => Promise<void>, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await work()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return Math.round((sorted[Math.floor(sorted.length / 2)] ?? 0) * 1000) / 1000
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
