import { isReversed } from '../model/grain-goal.ts'
import { isEmptyPlan, stepOf, type Run, type RunGrain, type StepName } from '../model/run.ts'

export interface NextWork {
  /** Steps that can be done now, at most one of each grain. */
  readonly ready: readonly { readonly grain: string; readonly step: StepName }[]
  /** Grains whose plan nobody has decided. */
  readonly undecided: readonly string[]
  /** Grains whose plan waits for an approval. */
  readonly waiting: readonly string[]
  /** True if every step is done, failed or skipped. */
  readonly isOver: boolean
}

/** What a run can do next, from its steps alone. */
export function findNextWork(run: Run): NextWork {
  const byName = new Map(run.grains.map((grain) => [grain.name, grain]))
  const planned = run.grains.flatMap((grain) => {
    const isOpen = stepOf(grain, 'apply').state === 'pending' && stepOf(grain, 'plan').state === 'done'
    return grain.plan !== undefined && isOpen && !isEmptyPlan(grain.plan) ? [{ grain, plan: grain.plan }] : []
  })
  return {
    ready: run.grains.flatMap((grain) => {
      const step = findReadyStep(grain, byName, run)
      return step === undefined ? [] : [{ grain: grain.name, step }]
    }),
    undecided: planned.flatMap(({ grain, plan }) => (plan.decision === undefined ? [grain.name] : [])),
    waiting: planned.flatMap(({ grain, plan }) => (plan.decision === 'waiting' ? [grain.name] : [])),
    isOver: run.grains.every(({ steps }) =>
      steps.every(({ state }) => state !== 'pending' && state !== 'running'),
    ),
  }
}

function findReadyStep(
  grain: RunGrain,
  grains: ReadonlyMap<string, RunGrain>,
  run: Run,
): StepName | undefined {
  const next = grain.steps.find(({ state }) => state !== 'done' && state !== 'skipped')
  if (next?.state !== 'pending') return undefined
  const isFree = grain.after.every((name) => isComplete(grains.get(name), run))
  switch (next.name) {
    case 'fetch':
    case 'outputs':
      return next.name
    case 'apply':
      return grain.plan?.decision === 'allowed' && isFree ? 'apply' : undefined
    // What a grain reads of others may be in any of its settings; to destroy it, they are known.
    default:
      return isReversed(grain.goal) || isFree ? next.name : undefined
  }
}

/** True if others may build on the grain. A forced end goes past what failed. */
function isComplete(grain: RunGrain | undefined, { kind }: Run): boolean {
  if (grain === undefined) return true
  if (stepOf(grain, 'outputs').state === 'done') return true
  return kind === 'force-end' && isBroken(grain)
}

/** True if the grain will not be completed by this run. */
export function isBroken({ steps }: RunGrain): boolean {
  return steps.some(({ name, state }) => state === 'failed' || (name === 'outputs' && state === 'skipped'))
}

/** The run without steps that can no longer be done: those after a failure of the same grain, or of one that comes before. */
export function skipBlocked(run: Run): Run {
  let grains = run.grains
  for (;;) {
    const broken = new Set(grains.filter(isBroken).map(({ name }) => name))
    const next = grains.map((grain) => {
      if (broken.has(grain.name)) return skipPending(grain, 'A step before it failed.')
      const blocker = run.kind === 'force-end' ? undefined : grain.after.find((name) => broken.has(name))
      return blocker === undefined ? grain : skipPending(grain, `"${blocker}" was not completed.`)
    })
    if (next.every((grain, index) => grain === grains[index])) return { ...run, grains }
    grains = next
  }
}

/** The grain with its open steps skipped; itself if it has none. A step that runs goes on. */
export function skipPending(grain: RunGrain, message: string): RunGrain {
  if (grain.steps.every(({ state }) => state !== 'pending')) return grain
  const steps = grain.steps.map((step) =>
    step.state === 'pending' ? ({ ...step, state: 'skipped', message } as const) : step,
  )
  return { ...grain, steps }
}
