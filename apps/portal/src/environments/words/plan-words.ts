import type { EnvironmentRunView } from '@groundplan/api-client'

type Grain = EnvironmentRunView['grains'][number]
type Plan = NonNullable<Grain['plan']>
export type PlanAction = Plan['actions'][number]['action']

/** In the order in which people want to know. */
export const actionWords = {
  create: { verb: 'Creates', past: 'Created', label: 'create' },
  update: { verb: 'Changes', past: 'Changed', label: 'change' },
  replace: { verb: 'Replaces', past: 'Replaced', label: 'replace' },
  destroy: { verb: 'Destroys', past: 'Destroyed', label: 'destroy' },
  run: { verb: 'Acts on', past: 'Acted on', label: 'act' },
  read: { verb: 'Reads', past: 'Read', label: 'read' },
} as const satisfies Record<
  PlanAction,
  { readonly verb: string; readonly past: string; readonly label: string }
>

const goalWords: Readonly<Record<string, { readonly verb: string; readonly past: string }>> = {
  restart: { verb: 'Restarts', past: 'Restarted' },
  'power-off': { verb: 'Powers off', past: 'Powered off' },
  'power-on': { verb: 'Powers on', past: 'Powered on' },
  action: { verb: 'Runs an action on', past: 'Ran an action on' },
}

/** What one resource's planned action is called; for an action without a name of its own, what the grain is about says it. */
export function actionLabel(action: PlanAction, goal: string): string {
  if (action !== 'run') return actionWords[action].label
  return { restart: 'restart', 'power-off': 'power off', 'power-on': 'power on' }[goal] ?? 'run'
}

/**
 * The plans of a run in one sentence, e.g. `Creates 3 resources and changes 1.`, or in the past once it is done. `undefined` as long as
 * no plan is made. Reading is nothing that people have to know.
 */
export function summarizePlan(
  { grains }: Pick<EnvironmentRunView, 'grains'>,
  tense: 'verb' | 'past' = 'verb',
): string | undefined {
  const plans = grains.flatMap(({ plan, goal }) => (plan === undefined ? [] : [{ plan, goal }]))
  if (plans.length === 0) return undefined
  const words = plans.flatMap(({ plan, goal }) =>
    plan.actions.flatMap(({ action }) => (action === 'read' ? [] : [wordsOf(action, goal)[tense]])),
  )
  if (words.length === 0) {
    const isOutputs = plans.some(({ plan }) => plan.changesOutputs)
    return `${actionWords.update[tense]} ${isOutputs ? 'only outputs' : 'nothing'}.`
  }
  const order = [...Object.values(actionWords), ...Object.values(goalWords)].map((each) => each[tense])
  const counts = [...Map.groupBy(words, (word) => word)]
    .map(([word, { length }]) => ({ word, count: length }))
    .toSorted((left, right) => order.indexOf(left.word) - order.indexOf(right.word))
  const parts = counts.map(({ word, count }, index) =>
    index === 0 ? `${word} ${resources(count)}` : `${word.toLowerCase()} ${count.toLocaleString('en')}`,
  )
  return `${joinWords(parts)}.`
}

function wordsOf(action: PlanAction, goal: string) {
  return (action === 'run' ? goalWords[goal] : undefined) ?? actionWords[action]
}

/** Which parts are planned later, because they build on others, as a sentence; `undefined` if none is. */
export function describeLaterPlans({ grains }: Pick<EnvironmentRunView, 'grains'>): string | undefined {
  if (grains.every(({ plan }) => plan === undefined)) return undefined
  const later = grains.filter((grain) => grain.plan === undefined && !grain.steps.some(isEnded))
  if (later.length === 0) return undefined
  const names = later.length > 3 ? `${later.length} parts` : joinWords(later.map(({ name }) => name))
  const isOne = later.length === 1
  return `${names} ${isOne ? 'builds' : 'build'} on these: ${isOne ? 'its plan' : 'their plans'} can only be made once these are complete. What only adds something is then applied without asking again.`
}

function isEnded({ name, state }: Grain['steps'][number]): boolean {
  return state === 'failed' || (name === 'plan' && state !== 'pending')
}

/** `1 resource`, `2 resources`. */
export function resources(count: number): string {
  return count === 1 ? '1 resource' : `${count.toLocaleString('en')} resources`
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const [last = '', ...rest] = words.toReversed()
  return rest.length === 0 ? last : `${rest.toReversed().join(', ')} and ${last}`
}
