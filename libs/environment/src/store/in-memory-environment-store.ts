// Over 300 lines: every method of the port beside what it keeps.
import type { Actor } from '@groundplan/actor'
import { InMemoryEventLog } from '@groundplan/events/testing'
import type { JobQueue } from '@groundplan/jobs'
import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import { chooseAdmissions, defaultRunLimits, type RunLimits } from '../admission/choose-admissions.ts'
import { findMisplaced, isPoolServed, type RunPools } from '../admission/run-pools.ts'
import { OutdatedEnvironmentError, RunLostError } from '../change/change-environment.ts'
import type {
  BegunRun,
  EnvironmentCapacity,
  EnvironmentFilter,
  EnvironmentPosition,
  EnvironmentStore,
  EnvironmentUpdate,
  RunBeginning,
  RunOwner,
  RunSignal,
} from '../ports/environment-store.ts'
import type { Environment } from '../model/environment.ts'
import type { LogLine, StoredLogLine } from '../model/log-line.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import { launchedStates } from '../lifecycle/environment-states.ts'
import { toRunJob } from '../run/run-job.ts'
import { isRunOver, type Run } from '../model/run.ts'
import type { SealedEntry } from '../model/sealed-entry.ts'

interface StoredRun {
  readonly run: Run
  readonly token?: string | undefined
  readonly cancelRequested?: boolean | undefined
  /** How often it was admitted. */
  readonly turn: number
}

export interface InMemoryEnvironmentsOptions {
  /** Where the jobs of a space go; `undefined` if somebody else has them. */
  readonly jobsOf?: ((spaceId: string) => JobQueue | undefined) | undefined
  readonly limits?: RunLimits | undefined
  /** Absent: there is only the default pool. */
  readonly pools?: RunPools | undefined
}

const noPools: RunPools = { of: () => undefined, served: new Set() }

/** The environments of all spaces, as long as the process runs. */
export class InMemoryEnvironments {
  readonly environments = new Map<string, Environment>()
  readonly requests = new Map<string, EnvironmentRequest>()
  readonly runs = new Map<string, StoredRun>()
  readonly sealed = new Map<string, SealedEntry>()
  readonly logs = new Map<string, StoredLogLine[]>()
  readonly #stores = new Map<string, InMemoryEnvironmentStore>()
  readonly #options: InMemoryEnvironmentsOptions

  constructor(options: InMemoryEnvironmentsOptions = {}) {
    this.#options = options
  }

  get pools(): RunPools {
    return this.#options.pools ?? noPools
  }

  /** The store of a space, always the same. */
  of(spaceId: string): InMemoryEnvironmentStore {
    const store = this.#stores.get(spaceId) ?? new InMemoryEnvironmentStore(spaceId, this)
    this.#stores.set(spaceId, store)
    return store
  }

  async admit(): Promise<void> {
    const { limits = defaultRunLimits, jobsOf } = this.#options
    const { pools } = this
    await this.#replaceMisplaced()
    const runs = [...this.runs.values()]
    const underWay = runs.filter(({ run }) => hasPlace(run) && isPoolServed(run.pool, pools))
    const queued = runs
      .map(({ run }) => run)
      .filter(({ status, spaceId }) => status === 'queued' && jobsOf?.(spaceId) !== undefined)
      .filter(({ spaceId }) => isPoolServed(pools.of(spaceId), pools))
    const oldestFirst = queued.toSorted((left, right) => left.createdAt.getTime() - right.createdAt.getTime())
    const spaces = underWay.map(({ run }) => run.spaceId)
    for (const { id } of chooseAdmissions(oldestFirst, spaces, limits)) {
      const stored = this.runs.get(id)
      if (stored === undefined) continue
      await this.#giveTurn(stored, 'admitted')
    }
  }

  async #giveTurn(stored: StoredRun, status: 'admitted' | 'running'): Promise<void> {
    const turn = stored.turn + 1
    const { pool: _, ...known } = stored.run
    const pool = this.pools.of(known.spaceId)
    const run = { ...known, status, ...(pool === undefined ? {} : { pool }) }
    this.runs.set(run.id, { ...stored, run, turn })
    await this.#options.jobsOf?.(run.spaceId)?.enqueue(toRunJob(run, turn))
  }

  async #replaceMisplaced(): Promise<void> {
    const placed = [...this.runs.values()].map(({ run }) => run).filter(hasPlace)
    const { withdrawn, abandoned } = findMisplaced(placed, this.pools)
    for (const { id } of withdrawn) {
      const stored = this.runs.get(id)
      if (stored !== undefined) this.runs.set(id, { ...stored, run: { ...stored.run, status: 'queued' } })
    }
    for (const { id } of abandoned) {
      const stored = this.runs.get(id)
      if (stored !== undefined) await this.#giveTurn(stored, 'running')
    }
  }

  async enqueueUnderWay(): Promise<void> {
    await this.#replaceMisplaced()
    for (const { run, turn } of this.runs.values()) {
      if (hasPlace(run) && isPoolServed(run.pool, this.pools))
        await this.#options.jobsOf?.(run.spaceId)?.enqueue(toRunJob(run, turn))
    }
  }
}

/** Keeps the environments of one space as long as the process runs. */
export class InMemoryEnvironmentStore implements EnvironmentStore {
  readonly #spaceId: string
  readonly #all: InMemoryEnvironments
  /** What happened to them. */
  readonly events: InMemoryEventLog

  constructor(spaceId: string, all: InMemoryEnvironments = new InMemoryEnvironments()) {
    this.#spaceId = spaceId
    this.#all = all
    this.events = new InMemoryEventLog(spaceId)
  }

  async find(id: string): Promise<Environment | undefined> {
    const found = this.#all.environments.get(id)
    return found?.spaceId === this.#spaceId ? found : undefined
  }

  async readMark(id: string): Promise<string | undefined> {
    const environment = await this.find(id)
    if (environment === undefined) return undefined
    const run = environment.runId === undefined ? undefined : await this.findRun(environment.runId)
    return JSON.stringify([environment.revision, run])
  }

  async list(
    filter: EnvironmentFilter,
    { limit, after }: PageRequest<EnvironmentPosition>,
  ): Promise<Page<Environment, EnvironmentPosition>> {
    const own = [...this.#all.environments.values()].filter(({ spaceId }) => spaceId === this.#spaceId)
    const matching = own.filter((environment) => matches(environment, filter))
    const isAfter = ({ createdAt, id }: Environment) =>
      after === undefined ||
      createdAt < after.createdAt ||
      (createdAt.getTime() === after.createdAt.getTime() && id < after.id)
    const sorted = matching.filter(isAfter).toSorted((left, right) => {
      const time = right.createdAt.getTime() - left.createdAt.getTime()
      return time !== 0 ? time : left.id < right.id ? 1 : -1
    })
    return toPage(sorted.slice(0, limit + 1), limit, ({ createdAt, id }) => ({ createdAt, id }))
  }

  async apply(update: EnvironmentUpdate): Promise<Environment> {
    const { environment, requests = [], runs = [], sealed = [], forget, events = [], owner } = update
    const known = this.#all.environments.get(environment.id)
    if ((known?.revision ?? 0) !== environment.revision) throw new OutdatedEnvironmentError(environment.name)
    if (owner !== undefined && !this.#owns(owner)) throw new RunLostError()
    const written = { ...environment, revision: environment.revision + 1 }
    if (update.capacity !== undefined && this.#exceeds(written, update.capacity))
      throw new OutdatedEnvironmentError(environment.name)
    this.#all.environments.set(environment.id, written)
    for (const request of requests) this.#all.requests.set(request.id, request)
    for (const run of runs) this.#put(run)
    for (const entry of sealed) this.#all.sealed.set(keyOf(entry), entry)
    if (forget !== undefined) this.#forget(environment.id, forget)
    for (const event of events) this.events.record(event)
    if (runs.some(({ status }) => status !== 'running')) await this.#all.admit()
    return written
  }

  #exceeds(written: Environment, { environments = Infinity, ofOwner = Infinity }: EnvironmentCapacity) {
    const counts = this.#count(written.owner, written)
    return counts.environments > environments || counts.ofOwner > ofOwner
  }

  #count(owner: Actor, written?: Environment) {
    const known = [...this.#all.environments.values()].filter(({ id }) => id !== written?.id)
    const counted = [...known, ...(written === undefined ? [] : [written])].filter(
      ({ spaceId, state }) => spaceId === this.#spaceId && launchedStates.includes(state),
    )
    const nameOf = (actor: Actor) => ('name' in actor ? actor.name : undefined)
    const own = counted.filter(
      (each) => each.owner.kind === owner.kind && nameOf(each.owner) === nameOf(owner),
    )
    return { environments: counted.length, ofOwner: own.length }
  }

  async countLaunched(owner: Actor) {
    return this.#count(owner)
  }

  #put(run: Run): void {
    const { turn = 0, ...stored } = this.#all.runs.get(run.id) ?? {}
    // Whoever waits or is over has no worker.
    const kept = run.status === 'running' ? stored : {}
    this.#all.runs.set(run.id, { ...kept, run, turn })
  }

  #forget(environmentId: string, forget: NonNullable<EnvironmentUpdate['forget']>): void {
    for (const [key, entry] of this.#all.sealed) {
      if (entry.environmentId !== environmentId) continue
      const isMeant =
        forget === 'all' ||
        forget.some(({ kind, prefix }) => entry.kind === kind && entry.name.startsWith(prefix))
      if (isMeant) this.#all.sealed.delete(key)
    }
  }

  #owns({ runId, token }: RunOwner): boolean {
    const stored = this.#all.runs.get(runId)
    return stored?.token === token && stored.run.status === 'running'
  }

  async findRequest(id: string): Promise<EnvironmentRequest | undefined> {
    const found = this.#all.requests.get(id)
    if (found === undefined) return undefined
    return (await this.find(found.environmentId)) === undefined ? undefined : found
  }

  async listRequests(
    environmentId: string,
    { limit, after }: PageRequest<Date>,
  ): Promise<Page<EnvironmentRequest, Date>> {
    if ((await this.find(environmentId)) === undefined) return { items: [] }
    const own = [...this.#all.requests.values()]
      .filter((request) => request.environmentId === environmentId)
      .filter(({ requestedAt }) => after === undefined || requestedAt < after)
      .toSorted((left, right) => right.requestedAt.getTime() - left.requestedAt.getTime())
    return toPage(own.slice(0, limit + 1), limit, ({ requestedAt }) => requestedAt)
  }

  async findRun(id: string): Promise<Run | undefined> {
    const run = this.#all.runs.get(id)?.run
    return run?.spaceId === this.#spaceId ? run : undefined
  }

  async begin({ runId, token, turn }: RunBeginning, at: Date): Promise<BegunRun | undefined> {
    const stored = this.#all.runs.get(runId)
    if (stored?.run.spaceId !== this.#spaceId) return undefined
    if (stored.run.status !== 'admitted' && stored.run.status !== 'running') return undefined
    if (turn !== undefined && turn !== stored.turn) return undefined
    const isMoving = stored.run.pool !== this.#all.pools.of(this.#spaceId)
    if (stored.run.status === 'admitted' && isMoving) return undefined
    const run: Run = { startedAt: at, ...stored.run, status: 'running' }
    const environment = this.#all.environments.get(run.environmentId)
    const request = this.#all.requests.get(run.requestId)
    if (environment === undefined || request === undefined) return undefined
    this.#all.runs.set(runId, { ...stored, run, token })
    const touched = { ...environment, revision: environment.revision + 1 }
    this.#all.environments.set(environment.id, touched)
    const key = keyOf({ environmentId: environment.id, kind: 'ephemeral', name: runId })
    const ephemeral = this.#all.sealed.get(key)
    this.#all.sealed.delete(key)
    const isUsable = ephemeral?.expiresAt === undefined || ephemeral.expiresAt > at
    const logSize = (this.#all.logs.get(runId) ?? []).reduce((sum, { text }) => sum + text.length + 1, 0)
    return { run, request, environment: touched, logSize, ...(isUsable && ephemeral ? { ephemeral } : {}) }
  }

  async saveRun(run: Run, token: string, sealed: readonly SealedEntry[] = []): Promise<RunSignal> {
    const owner = { runId: run.id, token }
    if (!this.#owns(owner)) return 'lost'
    for (const entry of sealed) this.#all.sealed.set(keyOf(entry), entry)
    this.#put(run)
    return this.readSignal(owner)
  }

  async readSignal(owner: RunOwner): Promise<RunSignal> {
    if (!this.#owns(owner)) return 'lost'
    return this.#all.runs.get(owner.runId)?.cancelRequested === true ? 'cancel' : 'continue'
  }

  async requestCancel(runId: string): Promise<void> {
    const stored = this.#all.runs.get(runId)
    if (stored !== undefined && !isRunOver(stored.run))
      this.#all.runs.set(runId, { ...stored, cancelRequested: true })
  }

  async readSealed(
    place: Pick<SealedEntry, 'environmentId' | 'kind' | 'name'>,
  ): Promise<SealedEntry | undefined> {
    return this.#all.sealed.get(keyOf(place))
  }

  async listSealedWithOtherKey(keyId: string, limit: number): Promise<readonly SealedEntry[]> {
    return [...this.#all.sealed.values()]
      .filter((entry) => entry.spaceId === this.#spaceId && entry.keyId !== keyId)
      .slice(0, limit)
  }

  async reseal(before: SealedEntry, after: SealedEntry): Promise<boolean> {
    if (this.#all.sealed.get(keyOf(before))?.sealed !== before.sealed) return false
    this.#all.sealed.set(keyOf(after), after)
    return true
  }

  async appendLog({ runId, token }: RunOwner, lines: readonly LogLine[]): Promise<void> {
    if (this.#all.runs.get(runId)?.token !== token) return
    const known = this.#all.logs.get(runId) ?? []
    const added = lines.map((line, index) => ({ ...line, position: known.length + index + 1 }))
    this.#all.logs.set(runId, [...known, ...added])
  }

  async readLog(
    runId: string,
    { limit, after = 0 }: PageRequest<number>,
  ): Promise<Page<StoredLogLine, number>> {
    if ((await this.findRun(runId)) === undefined) return { items: [] }
    const lines = (this.#all.logs.get(runId) ?? []).filter(({ position }) => position > after)
    return toPage(lines.slice(0, limit + 1), limit, ({ position }) => position)
  }

  async admitRuns(): Promise<void> {
    await this.#all.enqueueUnderWay()
    await this.#all.admit()
  }

  async removeExpired(now: Date): Promise<void> {
    for (const [key, { spaceId, expiresAt }] of this.#all.sealed)
      if (spaceId === this.#spaceId && expiresAt !== undefined && expiresAt <= now)
        this.#all.sealed.delete(key)
  }
}

function hasPlace({ status }: Run): boolean {
  return status === 'admitted' || status === 'running'
}

function keyOf({ environmentId, kind, name }: Pick<SealedEntry, 'environmentId' | 'kind' | 'name'>): string {
  return JSON.stringify([environmentId, kind, name])
}

function matches(environment: Environment, filter: EnvironmentFilter): boolean {
  const { states, owner, blueprint, component, labels = [], search = '' } = filter
  const name = environment.name.toLowerCase()
  return (
    (filter.name === undefined || environment.name === filter.name) &&
    (states?.includes(environment.state) ?? true) &&
    (owner === undefined || ('name' in environment.owner && environment.owner.name === owner)) &&
    (blueprint === undefined || environment.blueprint.name === blueprint) &&
    (component === undefined || environment.component === component) &&
    labels.every((label) => environment.labels.includes(label)) &&
    search
      .toLowerCase()
      .split(/\s+/)
      .every((word) => name.includes(word))
  )
}
