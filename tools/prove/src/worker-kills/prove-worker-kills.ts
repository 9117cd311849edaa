import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Fleet, importConfigured, planMembers, printConfiguration, type FleetMember } from '@groundplan/fleet'
import { startForge, type Forge } from '@groundplan/forge'
import { createRandom, findPostgresqlPrograms, startPostgresql, type Random } from '@groundplan/testing'
import { Client } from 'pg'
import { blueprints } from '../import-faults/blueprint-repository.ts'
import { checkReviews } from '../import-faults/watch-reviews.ts'
import { checkEnd } from './check-end.ts'
import { createEstate, startLoad, type Load } from './create-load.ts'
import { serveBalancer } from './serve-balancer.ts'

const owner = 'LOAD'

/** How long everything may take to come to rest after the last kill, in milliseconds. */
const longestRest = 240_000

export interface WorkerKillsResult {
  readonly kills: number
  readonly killed: { readonly api: number; readonly worker: number }
  readonly imports: number
  readonly approvals: number
  readonly commits: number
  readonly lost_answers: number
  /** Jobs that another worker took over. */
  readonly taken_over: number
  readonly seconds: number
  readonly seed: number
  readonly faults: readonly string[]
}

/**
 * Three API servers and three workers share one PostgreSQL and one blueprint repository at a host, where people commit, import and
 * approve. One after the other is killed with SIGKILL at random and started again. In the end no job is lost and no effect doubled.
 */
export async function proveWorkerKills({
  count,
  seed,
}: {
  readonly count: number
  readonly seed: number
}): Promise<WorkerKillsResult> {
  const start = performance.now()
  const random = createRandom(seed)
  const directory = await mkdtemp(join(tmpdir(), 'groundplan-worker-kills-'))
  const postgresql = await startPostgresql((await findPostgresqlPrograms()) ?? 'missing: install PostgreSQL')
  const forge = await startForge()
  const database = new Client({ connectionString: postgresql.url })
  const fleet: { current: Fleet | undefined } = { current: undefined }
  const balancer = await serveBalancer(() => fleet.current?.apiUrls() ?? [])
  try {
    await database.connect()
    const sources = await createEstate(forge, owner, printConfiguration(forge, { owner, blueprints }))
    const members = await planMembers({
      ...{ forge, owner, blueprints, directory, databaseUrl: postgresql.url, apis: 3, workers: 3 },
      env: {
        GROUNDPLAN_PUBLIC_URL: balancer.url,
        GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: 'worker-kills-webhook-secret',
      },
    })
    const running = (fleet.current = new Fleet(members, note))
    for (const member of running.members) await running.start(member)
    const faults = new Set<string>()
    forge.faults.inject(() => {
      for (const fault of checkReviews(forge.people, owner)) faults.add(fault)
      return undefined
    })
    const first = running.client((urls) => urls[0] ?? '')
    if (first === undefined) throw new Error('No API server answers.')
    await importConfigured(first)
    await untilRegistered(forge, sources)
    note('webhooks are registered')
    const { load, stop } = startLoad({ forge, fleet: running, random, owner, sources })
    const killed = await killAtRandom(running, random, count)
    await stop()
    note('the load has ended')
    await settle({ forge, database, faults })
    const client = running.client((urls) => urls[0] ?? '')
    if (client === undefined) throw new Error('No API server answers.')
    for (const fault of await checkEnd({ forge, owner, client, database, load })) faults.add(fault)
    for (const fault of await running.close()) faults.add(fault)
    for (const violation of forge.violations.slice(0, 5)) faults.add(violation)
    const seconds = Math.round((performance.now() - start) / 1000)
    return { ...(await summarize(database, load)), kills: count, killed, seconds, seed, faults: [...faults] }
  } finally {
    forge.faults.inject(undefined)
    await fleet.current?.close().catch(() => {})
    await balancer.close()
    await forge.close()
    await database.end().catch(() => {})
    await postgresql.stop()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Webhooks are registered by a job that the import leaves. */
async function untilRegistered(forge: Forge, sources: readonly { readonly name: string }[]): Promise<void> {
  const names = [blueprints, ...sources.map(({ name }) => name)]
  const giveUpAt = performance.now() + 60_000
  while (!names.every((name) => forge.people.countWebhooks(owner, name) === 1)) {
    if (performance.now() > giveUpAt) throw new Error('The webhooks are not registered.')
    await pause(200)
  }
}

/** Kills so many, each a moment after the one before, and starts them again. */
async function killAtRandom(fleet: Fleet, random: Random, count: number) {
  const killed = { api: 0, worker: 0 }
  const restarts: Promise<void>[] = []
  for (let kill = 1; kill <= count; kill += 1) {
    await pause(500 + random.below(4_000))
    // One that is on its way is left alone: it has to come up some time.
    const up = fleet.members.filter(({ url }) => url !== undefined)
    if (up.length === 0) {
      kill -= 1
      continue
    }
    const member: FleetMember = random.pick(up)
    await fleet.kill(member)
    killed[member.role] += 1
    note(`${kill}/${count}: killed ${member.name}`)
    const delay = random.below(2_000)
    restarts.push(pause(delay).then(() => fleet.start(member)))
  }
  await Promise.all(restarts)
  return killed
}

interface SettleOptions {
  readonly forge: Forge
  readonly database: Client
  readonly faults: Set<string>
}

/** Has the host send again what nobody took, and waits until no job is left. */
async function settle({ forge, database, faults }: SettleOptions): Promise<void> {
  await forge.webhooks.settle()
  const taken = new Set(
    forge.webhooks.deliveries
      .filter(({ status }) => status === 202 || status === 204)
      .map(({ guid }) => guid),
  )
  const untaken = new Map(
    forge.webhooks.deliveries.filter(({ guid }) => !taken.has(guid)).map((each) => [each.guid, each]),
  )
  for (const { id } of untaken.values()) await forge.webhooks.redeliver(id)
  note(`${untaken.size} of ${forge.webhooks.deliveries.length} deliveries were sent again`)
  const giveUpAt = performance.now() + longestRest
  // Schedules enqueue something every minute: at rest is what stays so for a moment.
  for (let quiet = 0; quiet < 4;) {
    const { rows } = await database.query<{ job: string }>(
      `select concat_ws(' ', name, singleton_key, state, 'attempt', retry_count + 1, 'due', start_after::time(0)) as job
        from groundplan_jobs.job where state < 'completed' and name not like '\\_\\_%'`,
    )
    quiet = rows.length === 0 ? quiet + 1 : 0
    if (performance.now() > giveUpAt) {
      faults.add(`jobs do not end: ${rows.map(({ job }) => job).join(', ')}`)
      return
    }
    await pause(500)
  }
}

async function summarize(database: Client, load: Load) {
  const { rows } = await database.query<{ count: string }>(
    `select count(*) from groundplan_jobs.job where retry_count > 0`,
  )
  const commits = [...load.editions.values()].reduce((sum, edition) => sum + edition, 0)
  return {
    imports: load.imports.size,
    approvals: load.approvals.size,
    ...{ commits, lost_answers: load.lost, taken_over: Number(rows[0]?.count ?? 0) },
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
