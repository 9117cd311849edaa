import type { EnvironmentRunView } from '@groundplan/api-client'
import { Text } from '@mantine/core'
import { useState } from 'react'
import { ToneIcon } from '../tone-badge.tsx'
import { grainProgress } from '../words/grain-progress.ts'
import {
  actionLabel,
  describeLaterPlans,
  resources,
  summarizePlan,
  type PlanAction,
} from '../words/plan-words.ts'
import classes from './plan-view.module.css'

/** So many resources are listed before one asks for more. */
const fewActions = 25

type Grain = EnvironmentRunView['grains'][number]

export interface PlanViewProps {
  readonly run: EnvironmentRunView
  /** False where something else says what it amounts to. */
  readonly heading?: boolean
}

/** What would happen, in plain words first, then part by part and resource by resource. */
export function PlanView({ run, heading = true }: PlanViewProps) {
  const summary = summarizePlan(run)
  const later = describeLaterPlans(run)
  const isShort = run.grains.reduce((sum, { plan }) => sum + (plan?.actions.length ?? 0), 0) <= fewActions
  return (
    <div className={classes.plan}>
      {heading && <p className={classes.summary}>{summary ?? 'Making the plan …'}</p>}
      {later !== undefined && (
        <Text size="sm" c="dimmed" mb="sm">
          {later}
        </Text>
      )}
      <ul className={classes.grains}>
        {run.grains.map((grain) => (
          <GrainPlan key={grain.name} grain={grain} isOpen={isShort} />
        ))}
      </ul>
    </div>
  )
}

function GrainPlan({ grain, isOpen }: { readonly grain: Grain; readonly isOpen: boolean }) {
  const { name, plan, goal } = grain
  const actions = plan?.actions ?? []
  const { label, tone } = grainProgress(grain)
  const [showsAll, setShowsAll] = useState(false)
  if (actions.length === 0) {
    return (
      <li className={classes.grain}>
        <div className={classes.head} data-flat>
          <strong>{name}</strong>
          <span className={classes.note}>
            {plan === undefined ? (
              <>
                <ToneIcon tone={tone} size={13} /> {tone === 'idle' ? 'Planned later' : label}
              </>
            ) : plan.changesOutputs ? (
              'Changes only outputs'
            ) : (
              'No changes'
            )}
          </span>
        </div>
      </li>
    )
  }
  const shown = showsAll ? actions : actions.slice(0, fewActions)
  return (
    <li className={classes.grain}>
      <details open={isOpen}>
        <summary className={classes.head}>
          <strong>{name}</strong>
          <span className={classes.note}>{resources(actions.length)}</span>
        </summary>
        <ul className={classes.actions}>
          {shown.map(({ address, action }) => (
            <li key={`${action} ${address}`}>
              <span className={classes.action} data-action={action}>
                <span aria-hidden>{signs[action]}</span> {actionLabel(action, goal)}
              </span>{' '}
              <code>{address}</code>
            </li>
          ))}
        </ul>
        {actions.length > shown.length && (
          <button type="button" className={classes.more} onClick={() => setShowsAll(true)}>
            Show all {resources(actions.length)}
          </button>
        )}
      </details>
    </li>
  )
}

const signs: Readonly<Record<PlanAction, string>> = {
  create: '+',
  update: '~',
  replace: '±',
  destroy: '−',
  run: '›',
  read: '‹',
}
