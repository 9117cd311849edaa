import type { EnvironmentRunView } from '@groundplan/api-client'
import { ToneIcon } from '../tone-badge.tsx'
import type { Tone } from '../words/environment-words.ts'
import {
  grainProgress,
  stepDuration,
  stepName,
  type RunGrain,
  type RunStep,
} from '../words/grain-progress.ts'
import classes from './grain-steps.module.css'

/** How far each part of a run is, step by step. */
export function GrainSteps({ run }: { readonly run: EnvironmentRunView }) {
  return (
    <ul className={classes.grains} aria-label="Progress">
      {run.grains.map((grain) => (
        <GrainRow key={grain.name} grain={grain} />
      ))}
    </ul>
  )
}

function GrainRow({ grain }: { readonly grain: RunGrain }) {
  const { label, tone } = grainProgress(grain)
  const message = grain.steps.find(({ state }) => state === 'failed')?.message
  return (
    <li className={classes.grain} data-tone={tone}>
      <div className={classes.name}>
        <strong>{grain.name}</strong>
        <span className={classes.label}>
          <ToneIcon tone={tone} size={13} /> {label}
        </span>
      </div>
      <ol className={classes.steps}>
        {grain.steps.map((step) => (
          <Step key={step.name} step={step} goal={grain.goal} />
        ))}
      </ol>
      {message !== undefined && <p className={classes.message}>{message}</p>}
    </li>
  )
}

const tones: Readonly<Record<string, Tone>> = {
  pending: 'idle',
  running: 'busy',
  done: 'good',
  failed: 'bad',
  skipped: 'over',
}

const stateNames: Readonly<Record<string, string>> = {
  pending: 'not started',
  running: 'running',
  done: 'done',
  failed: 'failed',
  skipped: 'skipped',
}

function Step({ step, goal }: { readonly step: RunStep; readonly goal: string }) {
  const duration = stepDuration(step)
  return (
    <li className={classes.step} data-state={step.state} title={step.message}>
      <ToneIcon tone={tones[step.state] ?? 'idle'} size={11} />
      {stepName(step, goal)}
      <span className="visually-hidden">: {stateNames[step.state] ?? step.state}</span>
      {duration !== '' && <span className={classes.duration}>{duration}</span>}
    </li>
  )
}
