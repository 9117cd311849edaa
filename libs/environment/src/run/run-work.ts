// Over 300 lines: one worker's hold on one run; its methods share what it knows of the run and the order in which it writes it.
import { CancelledError, ConflictError, toPlatformError } from '@groundplan/errors'
import type { Blueprint } from '@groundplan/blueprint'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import { digestHex, hashPlan } from './plan-hash.ts'
import { happen, mayHaveResources, type EnvironmentChange } from '../change/advance-environment.ts'
import { changeEnvironment, RunLostError } from '../change/change-environment.ts'
import { toEnvironmentEvent } from '../change/environment-event.ts'
import type { BegunRun, EnvironmentUpdate, RunOwner } from '../ports/environment-store.ts'
import type { BlueprintVersion, Environment, EnvironmentGrain } from '../model/environment.ts'
import type { GrainResult, GrainSession } from '../ports/grain-runner.ts'
import { createMask } from '../log/mask-values.ts'
import { RunLog } from '../log/run-log.ts'
import { askPolicies, describeReasons, isAddition } from '../ports/policies.ts'
import type { PolicyDecision } from '../model/policy-decision.ts'
import type { EnvironmentRequest } from '../model/environment-request.ts'
import type { EnvironmentVault } from '../secrets/environment-vault.ts'
import type { SealedEntry } from '../model/sealed-entry.ts'
import { beginStep, changeGrain, endStep, planAgain, resumeRun } from './change-step.ts'
import { comparePlans } from './compare-plans.ts'
import { endOpenSteps } from './give-up-run.ts'
import { findNextWork, isBroken, skipBlocked, type NextWork } from './next-work.ts'
import { openTask } from './open-task.ts'
import type { PerformRunDependencies, RunPace } from './perform-run.ts'
import { isEmptyPlan, stepOf, type GrainPlan, type Run, type RunGrain, type StepName } from '../model/run.ts'
import { runningState, settleRun, startEvent, type RunEnd, type SettleOptions } from './settle-run.ts'
import { showOutputs, toOutputValues } from './show-outputs.ts'

export interface RunWorkOptions {
  readonly owner: RunOwner
  readonly begun: BegunRun
  readonly ephemeral: JsonObject
  readonly vault: EnvironmentVault
  readonly dependencies: PerformRunDependencies
  /** Aborted when the worker stops. */
  readonly signal: AbortSignal
  readonly pace: RunPace
}

/** How often a plan may be outdated before the run fails. */
const mostPlans = 5

/** One attempt at a run. */
export class RunWork {
  readonly #options: RunWorkOptions
  readonly #sessions = new Map<string, Promise<GrainSession>>()
  readonly #prepared = new Set<string>()
  readonly #cancelling = new AbortController()
  readonly #lost = new AbortController()
  readonly #secrets: Json[]
  readonly #log: RunLog
  #mask: (text: string) => string = (text) => text
  #run: Run
  #request: EnvironmentRequest
  #environment: Environment
  #saving: Promise<void> = Promise.resolve()

  constructor(options: RunWorkOptions) {
    this.#options = options
    const { run, request, environment, logSize } = options.begun
    this.#run = skipBlocked(resumeRun(run))
    this.#request = request
    this.#environment = environment
    this.#secrets = Object.values(options.ephemeral)
    this.#mask = createMask(this.#secrets)
    this.#log = new RunLog(logSize, (text) => this.#mask(text), options.pace.log)
  }

  /** Throws RunLostError, whatever aborted the signal, and what the store throws. */
  async perform(): Promise<void> {
    const looking = setInterval(() => void this.#look().catch(() => {}), this.#options.pace.look)
    try {
      if (await this.#waitForInputs()) return
      await this.#save()
      await this.#work()
    } finally {
      clearInterval(looking)
      await this.#writeLog().catch(() => {})
    }
  }

  /** Lets go of what the runner has open. */
  async close(): Promise<void> {
    for (const session of this.#sessions.values()) await session.then((open) => open.close()).catch(() => {})
  }

  async #work(): Promise<void> {
    const tasks = new Map<string, { readonly step: StepName; readonly done: Promise<void> }>()
    const failures: unknown[] = []
    try {
      for (;;) {
        this.#throwIfStopped()
        if (failures.length > 0) throw failures[0]
        const next = findNextWork(this.#run)
        const isCancelled = this.#cancelling.signal.aborted
        if (isCancelled && tasks.size === 0) {
          const isComplete = next.isOver && !this.#run.grains.some(isBroken)
          return await this.#settle(isComplete ? {} : { end: 'cancelled' })
        }
        if (!isCancelled) {
          for (const { grain, step } of next.ready) {
            if (tasks.has(grain) || tasks.size >= this.#options.pace.grains) continue
            const done = this.#performStep(grain, step)
              .catch((error: unknown) => void failures.push(error))
              .finally(() => tasks.delete(grain))
            tasks.set(grain, { step, done })
          }
          const isPreparing = [...tasks.values()].some(({ step }) => step !== 'apply')
          if (!isPreparing && next.undecided.length > 0) {
            if (await this.#decide(next)) continue
            await Promise.all([...tasks.values()].map(({ done }) => done))
            return await this.#settle({ end: 'denied' })
          }
        }
        if (tasks.size > 0) {
          await Promise.race([...tasks.values()].map(({ done }) => done))
          continue
        }
        if (next.isOver) return await this.#settle({})
        if (next.waiting.length > 0) return await this.#waitForApproval()
        throw new Error(`The run ${this.#run.id} has nothing to do and is not over.`)
      }
    } finally {
      await Promise.allSettled([...tasks.values()].map(({ done }) => done))
    }
  }

  /** One step, whatever comes of it, and the record of it. Throws if the worker stops: the step stays as running. */
  async #performStep(name: string, step: StepName): Promise<void> {
    const at = this.#now()
    if (step === 'apply') await this.#beginApply(name, at)
    else {
      this.#change(name, (grain) => beginStep(grain, step, at))
      await this.#save()
    }
    let sealed: readonly SealedEntry[] = []
    try {
      sealed = await this.#steps[step](name)
    } catch (error) {
      if (error instanceof RunLostError) throw error
      this.#throwIfStopped()
      const failure = this.#cancelling.signal.aborted ? new CancelledError() : toPlatformError(error)
      const shown = this.#mask(failure.message)
      const hint = failure.hint && this.#mask(failure.hint)
      this.#note(name, step, `Failed: ${shown}`)
      const failed = { state: 'failed', message: shown, hint, endedAt: this.#now() } as const
      this.#change(name, (grain) => endStep(grain, step, failed))
      this.#run = skipBlocked(this.#run)
    }
    await this.#save(sealed)
    await this.#writeLog()
  }

  readonly #steps: Readonly<Record<StepName, (name: string) => Promise<readonly SealedEntry[]>>> = {
    fetch: async (name) => {
      await (await this.#open(name)).fetch()
      return this.#done(name, 'fetch')
    },
    init: async (name) => {
      // What it reads of others is known by now.
      if (this.#grain(name).after.length > 0) await this.#closeSession(name)
      await (await this.#prepare(name)).init()
      this.#prepared.add(name)
      return this.#done(name, 'init')
    },
    plan: (name) => this.#plan(name),
    apply: (name) => this.#apply(name),
    outputs: (name) => this.#readResult(name),
  }

  async #plan(name: string): Promise<readonly SealedEntry[]> {
    const made = await (await this.#prepare(name)).plan()
    const sealed = `${this.#run.id}/${name}/${stepOf(this.#grain(name), 'plan').attempts}`
    const place = { environmentId: this.#environment.id, kind: 'plan', name: sealed } as const
    const entry = await this.#options.vault.sealBytes(made.bytes, place)
    const digest = await digestHex(made.bytes)
    const { actions, changesOutputs } = made
    const plan: GrainPlan = { actions, changesOutputs, digest, sealed }
    this.#done(name, 'plan')
    this.#change(name, (grain) => this.#accept(grain, plan))
    return [entry]
  }

  /** The grain with a new plan. One that was decided stays so if the new one does no more. */
  #accept(grain: RunGrain, plan: GrainPlan): RunGrain {
    const { cutOff: _, plan: before, ...rest } = grain
    const at = this.#now()
    const isDecided = before?.decision === 'allowed' && grain.cutOff === true
    if (isDecided && comparePlans(before, plan) === 'nothing-left') {
      const message = 'It was complete before the worker stopped.'
      return endStep({ ...rest, plan: { ...plan, decision: 'allowed' } }, 'apply', {
        ...{ state: 'done', endedAt: at, message },
      })
    }
    if (isEmptyPlan(plan))
      return endStep({ ...rest, plan }, 'apply', { state: 'skipped', message: 'Nothing to change.' })
    const isCovered = isDecided && comparePlans(before, plan) === 'covered'
    return { ...rest, plan: isCovered ? { ...plan, decision: 'allowed' } : plan }
  }

  /** Puts on record that resources may exist from now on, before they can. */
  async #beginApply(name: string, at: Date): Promise<void> {
    await this.#commit((environment) => {
      this.#change(name, (grain) =>
        stepOf(grain, 'apply').state === 'running' ? grain : beginStep(grain, 'apply', at),
      )
      this.#request = { ...this.#request, status: 'running' }
      const { blueprint, goal } = this.#grain(name)
      const known = environment.grains[name]
      const entry: EnvironmentGrain = {
        ...(known ?? { resources: [], secretOutputs: [] }),
        blueprint: goal.kind === 'apply' || known === undefined ? blueprint : known.blueprint,
        mayHaveResources: true,
      }
      const set = { mayHaveResources: true, grains: { ...environment.grains, [name]: entry } }
      const change = { environment, events: [] }
      if (environment.state === runningState(this.#run))
        return { environment: { ...environment, ...set }, events: [] }
      return happen(change, { ...this.#because(at), event: startEvent(this.#run), set })
    })
  }

  async #apply(name: string): Promise<readonly SealedEntry[]> {
    const { plan } = this.#grain(name)
    if (plan === undefined) throw new Error(`The grain "${name}" has no plan.`)
    const session = await this.#prepare(name)
    const place = { environmentId: this.#environment.id, kind: 'plan', name: plan.sealed } as const
    const outcome = await session.apply(await this.#options.vault.openBytes(place))
    if (outcome === 'applied') return this.#done(name, 'apply')
    if (stepOf(this.#grain(name), 'plan').attempts >= mostPlans) {
      throw new ConflictError('What exists changes again and again while it is planned.', {
        hint: 'Find out what else changes these resources.',
      })
    }
    this.#note(name, 'apply', 'What exists has changed since the plan was made; it is planned again.')
    this.#change(name, (grain) => planAgain(endStep(grain, 'apply', { state: 'pending' })))
    return []
  }

  /** What exists now goes on record with the environment. */
  async #readResult(name: string): Promise<readonly SealedEntry[]> {
    const result = await (await this.#prepare(name)).read()
    const { goal } = this.#grain(name)
    if (goal.kind === 'destroy' && result.resources.length > 0) {
      const left = result.resources.map(({ address }) => address)
      throw new ConflictError(`Some resources still exist: ${left.slice(0, 20).join(', ')}.`)
    }
    const place = { environmentId: this.#environment.id, kind: 'outputs', name } as const
    const entry = await this.#options.vault.sealJson(toOutputValues(result.outputs), place)
    await this.#commit(
      (environment) => {
        this.#done(name, 'outputs')
        const grains = withResult(environment, this.#grain(name), result)
        return {
          environment: { ...environment, grains, mayHaveResources: mayHaveResources({ grains }) },
          events: [],
        }
      },
      [entry],
    )
    this.#secrets.push(
      ...Object.values(result.outputs).flatMap(({ value, secret }) => (secret ? [value] : [])),
    )
    this.#mask = createMask(this.#secrets)
    return []
  }

  /** Has the new plans decided. False if they are denied. */
  async #decide({ undecided }: NextWork): Promise<boolean> {
    const plans = undecided.flatMap((grain) => {
      const { plan } = this.#grain(grain)
      return plan === undefined ? [] : [{ grain, plan }]
    })
    const decision = await askPolicies(this.#options.dependencies.policies, {
      ...{ at: 'plan', environment: this.#environment, request: this.#request, target: this.#run.target },
      ...{ requestedBy: this.#request.requestedBy, plans },
    })
    this.#request = { ...this.#request, decisions: [...this.#request.decisions, decision] }
    if (decision.verdict === 'denied') return false
    const waits = await this.#needsApproval(plans, decision)
    for (const { grain } of plans) {
      const decided = waits ? 'waiting' : 'allowed'
      this.#change(grain, (each) =>
        each.plan === undefined ? each : { ...each, plan: { ...each.plan, decision: decided } },
      )
    }
    await this.#save()
    return true
  }

  async #needsApproval(
    plans: readonly { readonly grain: string; readonly plan: GrainPlan }[],
    decision: PolicyDecision,
  ): Promise<boolean> {
    if (decision.verdict === 'needs-approval') return true
    const { confirm, answers } = this.#request
    const isFirst = answers.length === 0
    // What was answered once covers later parts that only add something.
    const isMore = isFirst || plans.some(({ plan }) => !plan.actions.every(isAddition))
    if (!isMore) return false
    if (confirm || !isFirst || this.#request.decisions.some(({ verdict }) => verdict === 'needs-approval'))
      return true
    return (await this.#findAskingGrains(plans.map(({ grain }) => grain))).length > 0
  }

  /** Those of the grains whose plan the blueprint wants a person to approve. */
  async #findAskingGrains(names: readonly string[]): Promise<readonly string[]> {
    const asking: string[] = []
    for (const name of names) {
      const { grains } = await this.#definitionOf(this.#grain(name).blueprint)
      const spec = grains[name]?.spec
      if (spec !== undefined && 'auto-approve' in spec && spec['auto-approve'] === false) asking.push(name)
    }
    return asking
  }

  /** Leaves the run to whoever has to answer. */
  async #waitForApproval(): Promise<void> {
    const planHash = await hashPlan(this.#run)
    const waiting = this.#run.grains.flatMap(({ name, plan }) => (plan?.decision === 'waiting' ? [name] : []))
    const approval =
      this.#request.decisions.some(({ verdict }) => verdict === 'needs-approval') ||
      (await this.#findAskingGrains(waiting)).length > 0
    const confirmation = this.#request.confirm || !approval
    // They are gone by then; where somebody else has to approve as well, the requester is asked once that is done.
    const inputs = approval ? [] : this.#run.ephemeral
    await this.#wait({ planHash, confirmation, approval, inputs })
  }

  /** True if values of ephemeral inputs are gone, because somebody was waited for or a worker died; then the requester has to enter them. */
  async #waitForInputs(): Promise<boolean> {
    const { ephemeral } = this.#options
    const missing = this.#run.ephemeral.filter((name) => !Object.hasOwn(ephemeral, name))
    const isOpen = findNextWork(this.#run).ready.length > 0
    if (missing.length === 0 || !isOpen) return false
    const planHash = await hashPlan(this.#run)
    await this.#wait({ planHash, confirmation: true, approval: false, inputs: missing })
    return true
  }

  async #wait(waitsFor: Omit<NonNullable<EnvironmentRequest['waitsFor']>, 'since'>): Promise<void> {
    const at = this.#now()
    await this.#commit((environment) => {
      this.#run = { ...this.#run, status: 'waiting' }
      this.#request = {
        ...this.#request,
        status: 'waiting-for-approval',
        waitsFor: { ...waitsFor, since: at },
      }
      const context = { request: this.#request.payload.kind, planHash: waitsFor.planHash }
      if (environment.state === 'planning') {
        const event = 'environment.approval-required' as const
        return happen({ environment, events: [] }, { ...this.#because(at), event, context })
      }
      const type = 'environment.request-waiting' as const
      const event = toEnvironmentEvent(environment, environment, { ...this.#because(at), type, context })
      return { environment, events: [event] }
    })
  }

  async #settle({ end }: { readonly end?: RunEnd }): Promise<void> {
    const at = this.#now()
    const denied = this.#request.decisions.find(({ verdict }) => verdict === 'denied')
    const failure =
      end === 'cancelled'
        ? { message: 'Somebody cancelled it.' }
        : end === 'denied' && denied !== undefined
          ? { message: describeReasons(denied) || 'A policy denied it.' }
          : undefined
    const options: SettleOptions = { at, ...(end === undefined ? {} : { end }), ...(failure && { failure }) }
    const outputs = await this.#showOutputs()
    await this.#writeLog()
    await this.#commit((environment) => {
      const ended =
        end === undefined ? this.#run : endOpenSteps(this.#run, failure?.message ?? 'Not needed.', at)
      const settled = settleRun({ environment, request: this.#request, run: ended }, options)
      ;[this.#run, this.#request] = [settled.run, settled.request]
      return { environment: { ...settled.environment, outputs }, events: settled.events }
    })
  }

  async #showOutputs(): Promise<Environment['outputs']> {
    const [first] = this.#run.grains
    if (first === undefined || this.#run.grains.every(({ goal }) => goal.kind !== 'apply'))
      return mayHaveResources(this.#environment) ? this.#environment.outputs : []
    try {
      const blueprint = await this.#definitionOf(this.#run.target.blueprint)
      const { task } = await openTask(first, this.#sources())
      return showOutputs(blueprint, task)
    } catch {
      // They only show what is there; the run is over whether or not they can be shown.
      return this.#environment.outputs
    }
  }

  /** Writes the environment, the request and the run together, as the environment is by then. */
  async #commit(
    change: (environment: Environment) => EnvironmentChange,
    sealed?: readonly SealedEntry[],
  ): Promise<void> {
    const { owner, dependencies } = this.#options
    const write = async () => {
      this.#environment = await changeEnvironment(
        this.#environment.id,
        (environment): EnvironmentUpdate => {
          const changed = change(environment)
          return {
            ...{ environment: changed.environment, events: changed.events, owner },
            ...{ requests: [this.#request], runs: [this.#run], sealed },
          }
        },
        dependencies.store,
      )
    }
    await this.#inTurn(write)
  }

  /** Writes how far the run is. One write follows the other, each with what is known by then. */
  async #save(sealed: readonly SealedEntry[] = []): Promise<void> {
    const { owner, dependencies } = this.#options
    await this.#inTurn(async () => {
      this.#heed(await dependencies.store.saveRun(this.#run, owner.token, sealed))
    })
  }

  async #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#saving.then(write)
    this.#saving = turn.catch(() => {})
    await turn
  }

  async #look(): Promise<void> {
    await this.#writeLog()
    try {
      this.#heed(await this.#options.dependencies.store.readSignal(this.#options.owner))
    } catch (error) {
      if (!(error instanceof RunLostError)) throw error
    }
  }

  #heed(signal: 'continue' | 'cancel' | 'lost'): void {
    if (signal === 'cancel') this.#cancelling.abort()
    if (signal !== 'lost') return
    const lost = new RunLostError()
    this.#lost.abort(lost)
    throw lost
  }

  async #writeLog(): Promise<void> {
    const lines = this.#log.take()
    if (lines.length > 0) await this.#options.dependencies.store.appendLog(this.#options.owner, lines)
  }

  /** The session of a grain, in which nothing was done yet. */
  #open(name: string): Promise<GrainSession> {
    const known = this.#sessions.get(name)
    if (known !== undefined) return known
    const opening = this.#openSession(name)
    this.#sessions.set(name, opening)
    opening.catch(() => this.#sessions.delete(name))
    return opening
  }

  async #closeSession(name: string): Promise<void> {
    const session = await this.#sessions.get(name)
    this.#sessions.delete(name)
    await session?.close()
  }

  async #openSession(name: string): Promise<GrainSession> {
    const { task, secrets } = await openTask(this.#grain(name), this.#sources())
    this.#secrets.push(...secrets)
    this.#mask = createMask(this.#secrets)
    const signal = AbortSignal.any([...[this.#options.signal, this.#cancelling.signal, this.#lost.signal]])
    const onLog = (text: string) => {
      const step = this.#grain(name).steps.find(({ state }) => state === 'running')?.name
      this.#log.add({ at: this.#now(), grain: name, step, text })
    }
    return this.#options.dependencies.runner.open(task, { signal, onLog })
  }

  /** The session of a grain, prepared: another worker may have done that elsewhere. */
  async #prepare(name: string): Promise<GrainSession> {
    const isNew = !this.#sessions.has(name)
    const session = await this.#open(name)
    if (isNew) await session.fetch()
    if (!this.#prepared.has(name) && stepOf(this.#grain(name), 'init').state === 'done') {
      await session.init()
      this.#prepared.add(name)
    }
    return session
  }

  #sources() {
    return {
      ...{ run: this.#run, environment: this.#environment, vault: this.#options.vault },
      ...{ ephemeral: this.#options.ephemeral },
      definitionOf: (version: BlueprintVersion) => this.#definitionOf(version),
    }
  }

  #definitionOf(version: BlueprintVersion): Promise<Blueprint> {
    return this.#options.dependencies.readBlueprint(version)
  }

  #grain(name: string): RunGrain {
    const grain = this.#run.grains.find((each) => each.name === name)
    if (grain === undefined) throw new Error(`The run has no grain "${name}".`)
    return grain
  }

  #change(name: string, change: (grain: RunGrain) => RunGrain): void {
    this.#run = changeGrain(this.#run, name, change)
  }

  #done(name: string, step: StepName): readonly SealedEntry[] {
    const endedAt = this.#now()
    this.#change(name, (grain) => endStep(grain, step, { state: 'done', endedAt, message: undefined }))
    return []
  }

  #note(grain: string, step: StepName, text: string): void {
    this.#log.add({ at: this.#now(), grain, step, text })
  }

  #because(at: Date) {
    return { actor: this.#request.requestedBy, at, requestId: this.#request.id }
  }

  #now(): Date {
    return this.#options.dependencies.now()
  }

  #throwIfStopped(): void {
    if (this.#lost.signal.aborted) throw new RunLostError()
    this.#options.signal.throwIfAborted()
  }
}

/** The grains of an environment after one of them was applied. */
function withResult(
  { grains }: Environment,
  { name, goal, blueprint }: RunGrain,
  { outputs, resources }: GrainResult,
): Environment['grains'] {
  if (goal.kind === 'destroy') {
    return Object.fromEntries(Object.entries(grains).filter(([other]) => other !== name))
  }
  const secretOutputs = Object.entries(outputs).flatMap(([output, { secret }]) => (secret ? [output] : []))
  const known = grains[name]
  const entry = {
    blueprint: goal.kind === 'apply' || known === undefined ? blueprint : known.blueprint,
    ...{ mayHaveResources: resources.length > 0, resources, secretOutputs, sealedOutputs: name },
  }
  return { ...grains, [name]: entry }
}
