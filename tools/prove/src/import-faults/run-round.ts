// Over 300 lines: a round is one story of two owners, told in the order in which it happens; its steps share what they know.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlatformError } from '@groundplan/errors'
import type { Fault, FaultTarget, Forge, HostKind } from '@groundplan/forge'
import type { ImportReport } from '@groundplan/importer'
import { createRandom, type Random } from '@groundplan/testing'
import { checkWords } from './check-words.ts'
import { rememberFiles } from './remember-files.ts'
import type { Clock } from './create-clock.ts'
import { blueprints } from './blueprint-repository.ts'
import { createImporter, createState, type Importer } from './create-importer.ts'
import { drawFaults } from './draw-faults.ts'
import { findStale } from './find-stale.ts'
import { findUnreported } from './find-unreported.ts'
import { findRefused, refusal, setRules } from './side-step-actions.ts'
import { secondOwner } from './source-actions.ts'
import { drawUserAction, TooLateError, type UserAction, type Estate, type Twins } from './user-actions.ts'
import { listDifferences, readState } from './read-state.ts'
import { placedTexts, planSources } from './source-texts.ts'
import { checkReviews } from './watch-reviews.ts'

export interface RoundOptions {
  readonly forge: Forge
  /** Of the forge, and of the importers. */
  readonly clock: Clock
  readonly host: HostKind
  readonly seed: number
}

export interface RoundResult {
  readonly faults: readonly string[]
  /** What happened, for people. */
  readonly steps: readonly string[]
  /** How many requests met a fault. */
  readonly faulted: number
  /** How often each kind of action was done. */
  readonly actions: ReadonlyMap<string, number>
  /** How many requests of each side step were refused. */
  readonly refusals: ReadonlyMap<string, number>
}

const fewMinutes = 3 * 60_000

/**
 * Imports an estate while requests get faults and people go on working, and the same estate with the same people without faults;
 * compares what has become of both.
 */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const home = await mkdtemp(join(tmpdir(), 'groundplan-faults-'))
  try {
    return await new Round(options, home).run()
  } finally {
    const { forge } = options
    forge.faults.inject(undefined)
    forge.people.restoreToken()
    forge.people.join('grace')
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

class Round {
  readonly #forge: Forge
  readonly #clock: Clock
  readonly #random: Random
  readonly #seed: number
  readonly #twins: Twins
  readonly #estate: Estate
  readonly #calm: Importer
  readonly #importers: readonly Importer[]
  /** False for two importers with databases of their own. */
  readonly #isShared: boolean
  readonly #found = new Set<string>()
  readonly #steps: string[] = []
  readonly #actions = new Map<string, number>()
  readonly #refusals = new Map<string, number>()
  /** Names of the only repositories that are selected. */
  readonly #names: readonly string[] | undefined
  #faulted = 0

  constructor({ forge, clock, host, seed }: RoundOptions, home: string) {
    const random = createRandom(seed)
    this.#forge = forge
    this.#clock = clock
    this.#seed = seed
    this.#random = random
    this.#twins = { people: rememberFiles(forge.people), faulty: `FAULTY${seed}`, calm: `CALM${seed}` }
    this.#estate = {
      sources: [...planSources(random)],
      edition: 10,
      words: [],
      host,
      ...{ touched: new Set(), refused: new Set() },
    }
    const group = random.pick(['repository', 'repository', 'module', 'owner', 'all'] as const)
    const drawn = random.pick(['one', 'two apart', 'two that share'] as const)
    // Bitbucket Cloud takes several pull requests of one branch: there two importers have to share a database.
    const importers = host === 'bitbucket-cloud' && drawn === 'two apart' ? 'two that share' : drawn
    const first = createState(join(home, 'first'))
    const states = {
      one: [first],
      'two apart': [first, createState(join(home, 'second'))],
      'two that share': [first, first],
    }[importers]
    this.#isShared = importers !== 'two apart'
    const names = this.#estate.sources.map(({ name }) => name)
    this.#names = random.below(4) === 0 ? names : undefined
    const common = {
      ...{ host: forge.hosts[host], group, dashboard: this.#isShared, now: () => clock.now() },
      names: this.#names,
      keepsOpen: seed % 2 === 0,
    }
    this.#importers = states.map((state) => createImporter({ ...common, owner: this.#twins.faulty, state }))
    const calm = createState(join(home, 'calm'))
    this.#calm = createImporter({ ...common, owner: this.#twins.calm, state: calm })
    const selected = this.#names === undefined ? 'all' : this.#names.join()
    const opening = common.keepsOpen ? 'one open repository' : 'opened by each import'
    this.#steps.push(`${importers}, ${opening}, grouped by ${group}, ${selected} selected`)
  }

  async run(): Promise<RoundResult> {
    await this.#createEstates()
    const steps = 1 + this.#random.below(3)
    for (let step = 1; step <= steps; step += 1) await this.#step(step)
    await this.#finish()
    const faults = [...this.#found]
    const counts = { faulted: this.#faulted, actions: this.#actions, refusals: this.#refusals }
    return { faults, steps: this.#steps, ...counts }
  }

  async #createEstates(): Promise<void> {
    const { people, faulty, calm } = this.#twins
    for (const owner of [faulty, calm]) {
      await people.createRepository({ owner, name: blueprints, files: { 'README.md': '# Blueprints\n' } })
      // An owner without any repository may not be there for a host.
      await people.createRepository({
        owner: secondOwner(owner),
        name: 'notes',
        files: { 'README.md': '# Notes\n' },
      })
      for (const { name, modules } of this.#estate.sources) {
        const files = Object.assign({}, ...modules.map((directory) => placedTexts(directory, name, 0)))
        await people.createRepository({ owner, name, files })
      }
    }
  }

  async #step(step: number): Promise<void> {
    await this.#runCalm()
    const perThousand = this.#random.pick([10, 30, 100, 300])
    const actions = Array.from({ length: this.#random.below(5) }, () => ({
      at: this.#random.below(60),
      action: drawUserAction(this.#twins, this.#estate, this.#random),
    }))
    const outage = this.#random.below(4) === 0 ? this.#random.below(50) : undefined
    this.#steps.push(
      `step ${step}: ${perThousand} ‰ faults${outage === undefined ? '' : `, token revoked at request ${outage}`}`,
    )
    const draw = drawFaults(this.#seed * 7 + step, perThousand)
    let index = 0
    let performing = Promise.resolve()
    const left = new Set(actions.flatMap(({ at, action }) => (action === undefined ? [] : [{ at, action }])))
    const before = total(this.#actions)
    this.#forge.faults.inject((request) => {
      index += 1
      this.#watch()
      if (outage === index) this.#twins.people.revokeToken()
      if (outage !== undefined && index === outage + 12) this.#twins.people.restoreToken()
      for (const each of left)
        if (each.at <= index)
          performing = performing.then(async () => {
            if (left.has(each) && (await this.#perform(each.action))) left.delete(each)
          })
      const refused = this.#refuse(request)
      if (refused !== undefined) return refused
      const fault = draw(request)
      if (fault !== undefined) this.#faulted += 1
      return fault
    })
    const results = await Promise.allSettled(this.#importers.map((importer) => importer.run()))
    await performing
    this.#forge.faults.inject(undefined)
    this.#twins.people.restoreToken()
    this.#watch()
    const isAlone = this.#importers.length === 1 && total(this.#actions) === before
    for (const result of results) await this.#judge(result, isAlone)
    for (const { action } of left) await this.#perform(action)
  }

  /** Does it to both owners, if it means the same for both. */
  async #perform(action: UserAction): Promise<boolean> {
    const { people, faulty, calm } = this.#twins
    if (!(await action.isTimely(this.#twins))) return false
    // Hosts tell times in seconds.
    this.#clock.pass(2000)
    try {
      await action.perform(people, faulty)
    } catch (error) {
      if (error instanceof TooLateError) return false
      throw error
    }
    await action.perform(people, calm)
    action.onDone?.()
    count(this.#actions, action.kind)
    this.#steps.push(`  ${action.name}`)
    return true
  }

  /** What went wrong must be told; what is told to be right must be right. */
  async #judge(result: PromiseSettledResult<ImportReport>, isAlone: boolean): Promise<void> {
    if (result.status === 'rejected') {
      const { reason } = result
      const isTold = reason instanceof PlatformError && reason.code !== 'internal'
      this.#steps.push(`  failed: ${String(reason)}`)
      if (!isTold) this.#found.add(`an error that says nothing: ${String(reason?.stack ?? reason)}`)
      return
    }
    const [importer] = this.#importers
    if (isAlone && importer !== undefined) await this.#checkReport(importer, this.#twins.faulty, result.value)
    const troubles = [...troublesOf(result.value), ...problemsOf(result.value)]
    this.#steps.push(`  done, ${troubles.length === 0 ? 'all well' : troubles.join('; ')}`)
    if (troubles.length > 0 || !isAlone) return
    for (const difference of await this.#compare()) this.#found.add(`not told: ${difference}`)
  }

  async #finish(): Promise<void> {
    await this.#allow()
    await this.#runCalm()
    const [importer] = this.#importers
    if (importer === undefined) return
    this.#steps.push('clean run')
    // What only one of two importers has seen, such as a module that is gone again, the other one does not know.
    for (const each of this.#importers) {
      const report = await each.run()
      this.#watch()
      for (const trouble of troublesOf(report)) this.#steps.push(`  ${trouble}`)
      await this.#checkReport(each, this.#twins.faulty, report)
      this.#checkDone(report)
    }
    for (const lost of await checkWords(this.#twins, this.#estate.words)) this.#found.add(lost)
    // A blueprint repository has one database: two that know different things say different things there.
    if (!this.#isShared) return
    for (const difference of await this.#compare()) this.#found.add(difference)
    const before = JSON.stringify(await this.#read(this.#twins.faulty))
    const writes: string[] = []
    this.#forge.faults.inject(({ method, path }) => {
      const isRead = method === 'GET' || path.endsWith('git-upload-pack') || path.endsWith('/graphql')
      if (!isRead || path.includes('receive-pack')) writes.push(`${method} ${path}`)
      return undefined
    })
    await importer.run()
    this.#forge.faults.inject(undefined)
    if (writes.length > 0) this.#found.add(`the second clean run writes: ${writes.join(', ')}`)
    if (JSON.stringify(await this.#read(this.#twins.faulty)) !== before)
      this.#found.add('the second clean run changes something')
    await this.#settle(importer)
  }

  /** What is gone is only given up after a while; then nothing may be left of it that nobody is told about. */
  async #settle(importer: Importer): Promise<void> {
    let report: ImportReport | undefined
    for (let day = 0; day < 3; day += 1) {
      this.#clock.pass(3 * 24 * 3_600_000)
      await this.#runCalm()
      report = await importer.run()
    }
    if (report === undefined) return
    for (const difference of await this.#compare()) this.#found.add(`after days: ${difference}`)
    await this.#checkReport(importer, this.#twins.faulty, report)
    this.#checkDone(report)
    const settled = { state: importer.state, report, names: this.#names }
    for (const stale of await findStale(this.#twins, settled)) this.#found.add(stale)
  }

  /** Gives back what was refused, and the reviewer has an account again. */
  async #allow(): Promise<void> {
    const { people, faulty, calm } = this.#twins
    this.#estate.refused.clear()
    for (const owner of [faulty, calm]) await setRules(people, owner, this.#estate.refused)
    people.join('grace')
  }

  /** Some time after whatever happened before: what was pushed within the last minute is looked at again. */
  async #runCalm(): Promise<void> {
    this.#clock.pass(fewMinutes)
    // Nothing but refused side steps goes wrong.
    this.#forge.faults.inject((request) => this.#refuse(request))
    const report = await this.#calm.run()
    this.#forge.faults.inject(undefined)
    await this.#checkReport(this.#calm, this.#twins.calm, report)
  }

  #refuse(request: FaultTarget): Fault | undefined {
    const step = findRefused(this.#estate.refused, request, this.#twins.people)
    if (step === undefined) return undefined
    count(this.#refusals, step)
    return refusal
  }

  /** Every side step that is not done must be reported. */
  async #checkReport({ state }: Importer, owner: string, report: ImportReport): Promise<void> {
    const { people } = this.#twins
    const { host } = this.#estate
    const over = { people, owner, host, state, estate: this.#estate, report, hasDashboard: this.#isShared }
    for (const unreported of await findUnreported(over)) this.#found.add(`${owner}: ${unreported}`)
  }

  /** With nothing refused any more, nothing may be reported as not done. */
  #checkDone({ problems = [] }: ImportReport): void {
    for (const { kind, message, reason } of problems)
      this.#found.add(`still reported as "${kind}" although nothing is refused: ${message} ${reason}`)
  }

  async #compare(): Promise<readonly string[]> {
    const { faulty, calm } = this.#twins
    return listDifferences(await this.#read(calm), await this.#read(faulty))
  }

  #read(owner: string) {
    return readState(this.#twins.people, owner)
  }

  #watch(): void {
    for (const fault of checkReviews(this.#twins.people, this.#twins.faulty, { isShared: this.#isShared }))
      this.#found.add(fault)
  }
}

function troublesOf({ repositories, modules }: ImportReport): readonly string[] {
  return [
    ...repositories.flatMap((each) => (each.status === 'failed' ? [`${each.address}: ${each.message}`] : [])),
    ...modules.flatMap(({ outcome, repository, path, reason }) =>
      outcome === 'failed' ? [`${repository}/${path}: ${reason}`] : [],
    ),
  ]
}

/** Side steps that are not done; what they would have changed, such as the dashboard, is as it was. */
function problemsOf({ problems = [] }: ImportReport): readonly string[] {
  return problems.map(({ kind, message, reason }) => `${kind}: ${message} ${reason}`)
}

function count(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1)
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, each) => sum + each, 0)
}
