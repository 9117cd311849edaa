import type { EnvironmentRunView } from '@groundplan/api-client'
import type { PlanAction } from '@groundplan/environment'
import type { Terminal } from '../../../terminal/terminal.ts'

type Grain = EnvironmentRunView['grains'][number]

const colors: Readonly<Partial<Record<PlanAction, Parameters<Terminal['style']>[0]>>> = {
  create: 'green',
  update: 'yellow',
  replace: 'magenta',
  destroy: 'red',
}

/** The plan of a run in plain words: `Creates 3, changes 1, destroys 0.`, and what happens to each resource. */
export function printPlan({ grains }: EnvironmentRunView, { style, table }: Terminal): string {
  const rows = grains.flatMap(({ name, plan }) =>
    (plan?.actions ?? [])
      .filter(({ action }) => action !== 'read')
      .map(({ action, address, type }) => {
        const color = colors[action]
        return [name, color === undefined ? action : style(color, action), address, type]
      }),
  )
  return [
    summarizePlan(grains),
    ...(rows.length === 0 ? [] : ['', table(['Part', 'Action', 'Resource', 'Type'], rows)]),
    ...describeOthers(grains),
  ].join('\n')
}

/** `Creates 3, changes 1, destroys 0.` Replaced resources and actions are named where there are any. */
export function summarizePlan(grains: readonly Grain[]): string {
  const actions = grains.flatMap(({ plan }) => plan?.actions ?? []).map(({ action }) => action)
  const count = (wanted: PlanAction) => actions.filter((action) => action === wanted).length
  const [replaced, ran] = [count('replace'), count('run')]
  return `${[
    `Creates ${count('create')}`,
    `changes ${count('update')}`,
    ...(replaced > 0 ? [`replaces ${replaced}`] : []),
    `destroys ${count('destroy')}`,
    ...(ran > 0 ? [`acts on ${ran}`] : []),
  ].join(', ')}.`
}

/** What the table does not say: changed outputs, and what can only be planned later. */
function describeOthers(grains: readonly Grain[]): readonly string[] {
  const outputs = grains.filter(({ plan }) => plan?.actions.length === 0 && plan.changesOutputs)
  const unplanned = grains.filter(({ plan }) => plan === undefined)
  return [
    ...outputs.map(({ name }) => `Only outputs change: ${name}.`),
    ...unplanned.map(({ name, after }) =>
      after.length === 0 ? `Not planned yet: ${name}.` : `Planned later: ${name}, after ${after.join(', ')}.`,
    ),
  ]
}
