import type { EnvironmentRunView } from '@groundplan/api-client'
import type { Tone } from './environment-words.ts'

export type RunGrain = EnvironmentRunView['grains'][number]
export type RunStep = RunGrain['steps'][number]

export interface Progress {
  readonly label: string
  readonly tone: Tone
}

const doing: Readonly<Record<string, string>> = {
  fetch: 'Getting the code',
  init: 'Preparing',
  plan: 'Planning',
  outputs: 'Reading outputs',
}

const failed: Readonly<Record<string, string>> = {
  fetch: 'Couldn’t get the code',
  init: 'Preparation failed',
  plan: 'Plan failed',
  outputs: 'Couldn’t read outputs',
}

const goals: Readonly<
  Record<string, { readonly doing: string; readonly done: string; readonly noun: string }>
> = {
  apply: { doing: 'Applying', done: 'Complete', noun: 'Apply' },
  destroy: { doing: 'Destroying', done: 'Destroyed', noun: 'Destroy' },
  restart: { doing: 'Restarting', done: 'Restarted', noun: 'Restart' },
  'power-off': { doing: 'Powering off', done: 'Powered off', noun: 'Power off' },
  'power-on': { doing: 'Powering on', done: 'Powered on', noun: 'Power on' },
  action: { doing: 'Running', done: 'Done', noun: 'Action' },
}

const stepNames: Readonly<Record<string, string>> = {
  fetch: 'Get the code',
  init: 'Prepare',
  plan: 'Plan',
  outputs: 'Read outputs',
}

/** What a step is called, e.g. `Plan`; what applies a plan is called after what the run wants of the grain. */
export function stepName({ name }: Pick<RunStep, 'name'>, goal: string): string {
  return name === 'apply' ? (goals[goal]?.noun ?? 'Apply') : (stepNames[name] ?? name)
}

/** How far one grain of a run is, in a word or two. */
export function grainProgress({ steps, plan, goal }: Pick<RunGrain, 'steps' | 'plan' | 'goal'>): Progress {
  const words = goals[goal] ?? { doing: 'Applying', done: 'Complete', noun: 'Apply' }
  const broken = steps.find(({ state }) => state === 'failed')
  if (broken !== undefined) return { label: failed[broken.name] ?? `${words.noun} failed`, tone: 'bad' }
  const running = steps.find(({ state }) => state === 'running')
  if (running !== undefined) return { label: doing[running.name] ?? words.doing, tone: 'busy' }
  if (plan?.decision === 'waiting') return { label: 'Waiting for approval', tone: 'asks' }
  const isOver = steps.every(({ state }) => state === 'done' || state === 'skipped')
  if (isOver && !steps.some(({ name, state }) => name === 'plan' && state === 'done'))
    return { label: 'Skipped', tone: 'over' }
  if (isOver) {
    const isApplied = steps.some(({ name, state }) => name === 'apply' && state === 'done')
    return isApplied ? { label: words.done, tone: 'good' } : { label: 'Nothing to change', tone: 'good' }
  }
  if (plan !== undefined) return { label: 'Planned', tone: 'idle' }
  return { label: 'Waiting', tone: 'idle' }
}

/** How long a step took, e.g. `3 s`; empty if it has not ended. */
export function stepDuration({ startedAt, endedAt }: Pick<RunStep, 'startedAt' | 'endedAt'>): string {
  if (startedAt === undefined || endedAt === undefined) return ''
  return formatDuration(new Date(endedAt).getTime() - new Date(startedAt).getTime())
}

/** A length of time in milliseconds, e.g. `< 1 s`, `42 s`, `3 min 5 s`, `2 h 1 min`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < 0) return ''
  const seconds = Math.round(milliseconds / 1000)
  if (seconds < 1) return '< 1 s'
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  const hours = Math.floor(minutes / 60)
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
}
