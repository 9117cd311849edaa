import { CancelledError, ExternalServiceError, toPlatformError, type PlatformError } from '@groundplan/errors'
import { InMemoryProblemStore } from './in-memory-problem-store.ts'
import { refusalHints } from './refusal-hints.ts'
import type { ProblemStore } from './problem-store.ts'
import { keyOfStep, type SideStep, type SideStepKind, type SideStepProblem } from './side-step.ts'

export interface SideStepsOptions {
  /** Keeps what was not done; for this run only if absent. */
  readonly problems?: ProblemStore | undefined
  readonly now: () => Date
}

/** How many outages in a row, each after the client's own retries, end the attempts at one kind of step for this run. */
const outagesInRow = 3

type Refusal = Pick<SideStepProblem, 'reason' | 'hint' | 'refused'>

/**
 * The side steps of one import, or of one decision. A step that fails becomes a problem and stops nothing. What a host has refused once
 * is not tried again for other subjects in the same run: one request tells whether it works by now.
 */
export class SideSteps {
  readonly #store: ProblemStore
  readonly #now: () => Date
  #known: Promise<Map<string, SideStepProblem>> | undefined
  /** By what they hold for: see {@link reachOf}. */
  readonly #refusals = new Map<string, Refusal>()
  readonly #outages = new Map<string, number>()
  readonly #attempted = new Set<string>()

  constructor({ problems = new InMemoryProblemStore(), now }: SideStepsOptions) {
    this.#store = problems
    this.#now = now
  }

  /** Does a step, and returns whether it was done. Throws only if the run was cancelled or the problem cannot be kept. */
  async attempt(step: SideStep, work: () => Promise<unknown>): Promise<boolean> {
    if (await this.isRefused(step)) return false
    try {
      await work()
    } catch (thrown) {
      await this.fail(step, thrown)
      return false
    }
    await this.done(step)
    return true
  }

  /** Records that a step failed. Rethrows a cancellation. */
  async fail(step: SideStep, thrown: unknown): Promise<void> {
    if (thrown instanceof CancelledError || isAbort(thrown)) throw thrown
    const error = toPlatformError(thrown)
    const refusal = toRefusal(step, error)
    this.#remember(step, error, refusal)
    await this.#keep(step, refusal)
  }

  /** Records that a step was done, or is no longer wanted. */
  async done(step: SideStep): Promise<void> {
    this.#attempted.add(keyOfStep(step))
    this.#outages.delete(step.kind)
    const known = await this.#load()
    if (!known.delete(keyOfStep(step))) return
    await this.#store.remove(step)
  }

  /** True if the host refused such a step already in this run; the problem is kept then, as by {@link attempt}. */
  async isRefused(step: SideStep): Promise<boolean> {
    const refusal = this.#findRefusal(step)
    if (refusal === undefined) return false
    await this.#keep(step, refusal)
    return true
  }

  /** Everything that is not done, the oldest first. */
  async list(): Promise<readonly SideStepProblem[]> {
    return [...(await this.#load()).values()]
  }

  /** What is not done of a branch or repository. */
  async listOf(subject: string): Promise<readonly SideStepProblem[]> {
    return (await this.list()).filter((problem) => problem.subject === subject)
  }

  /** True if the step was tried, or found refused, in this run. */
  wasAttempted(step: SideStep): boolean {
    return this.#attempted.has(keyOfStep(step))
  }

  #load(): Promise<Map<string, SideStepProblem>> {
    this.#known ??= this.#store
      .list()
      .then((problems) => new Map(problems.map((problem) => [keyOfStep(problem), problem])))
    return this.#known
  }

  async #keep(step: SideStep, { reason, hint, refused }: Refusal): Promise<void> {
    this.#attempted.add(keyOfStep(step))
    const known = await this.#load()
    const before = known.get(keyOfStep(step))
    const pullRequest = step.pullRequest ?? before?.pullRequest
    const problem: SideStepProblem = {
      ...step,
      ...{ reason, refused, since: before?.since ?? this.#now() },
      ...(pullRequest === undefined ? {} : { pullRequest }),
      ...(hint === undefined ? {} : { hint }),
    }
    known.set(keyOfStep(step), problem)
    if (before?.reason !== reason || before.pullRequest?.number !== pullRequest?.number)
      await this.#store.save(problem)
  }

  #findRefusal(step: SideStep): Refusal | undefined {
    const reaches = ownPermissions.has(step.kind) ? [] : [everything, step.kind]
    return [...reaches, reachOf(step)]
      .map((reach) => this.#refusals.get(reach))
      .find((each) => each !== undefined)
  }

  #remember(step: SideStep, error: PlatformError, refusal: Refusal): void {
    if (refusal.refused) {
      this.#refusals.set(refusedReach(step, error), refusal)
      return
    }
    const count = (this.#outages.get(step.kind) ?? 0) + 1
    this.#outages.set(step.kind, count)
    if (count >= outagesInRow) this.#refusals.set(step.kind, refusal)
  }
}

/** Of a token that the host no longer accepts: nothing else can work. */
const everything = '*'

/** Repositories and branches have permissions of their own. */
const ownPermissions = new Set<SideStepKind>(['webhook', 'branch'])

/** Pull requests of which one may be gone. */
const ofOnePullRequest = new Set<SideStepKind>(['pull-request', 'close', 'comment'])

/** What a refusal holds for: a missing permission for every subject; whatever else the host says, for this one. */
function refusedReach(step: SideStep, error: PlatformError): string {
  const { code } = error
  if (ownPermissions.has(step.kind)) return reachOf(step)
  if (isRefusedToken(error)) return everything
  const isMissing = code === 'not-found' && !ofOnePullRequest.has(step.kind)
  return code === 'not-allowed' || isMissing ? step.kind : reachOf(step)
}

/** A reviewer who cannot be asked for one pull request cannot be asked for the others. */
function reachOf(step: SideStep): string {
  const { kind, about } = step
  return kind === 'reviewers' && about !== undefined
    ? JSON.stringify([kind, 'about', about])
    : keyOfStep(step)
}

function toRefusal({ kind }: SideStep, error: PlatformError): Refusal {
  const { message: reason } = error
  const refused = !(error instanceof ExternalServiceError && error.retryable)
  const hint = (refused && !isRefusedToken(error) ? refusalHints[kind] : undefined) ?? error.hint
  return { reason, refused, ...(hint === undefined ? {} : { hint }) }
}

function isRefusedToken({ details }: PlatformError): boolean {
  return details?.['credentials'] === 'refused'
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError'
}
