import type { Permission } from '@groundplan/access'
import type { EnvironmentState } from '../lifecycle/environment-states.ts'
import type { EnvironmentEventType } from '../lifecycle/environment-transitions.ts'

const running = ['active', 'active-with-errors'] as const
const deployed = [...running, 'stopped'] as const
const endable = [...deployed, 'end-failed'] as const
const unfinished = [
  ...(['draft', 'planning', 'waiting-for-approval', 'launching', ...running] as const),
  ...(['updating', 'stopped', 'ending', 'end-failed'] as const),
] as const

/**
 * Everything that somebody can want of an environment. The API, the portal and docs/environments.md read this table.
 *
 * A kind with a run is planned, shown and then applied; one without is done at once, and its `event` says so.
 */
export const requestKinds = {
  launch: {
    title: 'Launch',
    permission: 'environments.launch',
    by: 'collaborators',
    states: ['draft'],
    run: 'launch',
    does: 'Creates everything that the blueprint describes.',
  },
  update: {
    title: 'Update inputs',
    permission: 'environments.operate',
    by: 'collaborators',
    states: running,
    run: 'update',
    does: 'Changes what other values of the inputs change.',
  },
  upgrade: {
    title: 'Upgrade',
    permission: 'environments.operate',
    by: 'collaborators',
    states: running,
    run: 'update',
    does: 'Moves to another version of the blueprint. Parts that it no longer has are destroyed.',
  },
  extend: {
    title: 'Extend',
    permission: 'environments.operate',
    by: 'collaborators',
    states: unfinished,
    event: 'environment.extended',
    does: 'Moves the end, or removes it.',
  },
  start: {
    title: 'Start',
    permission: 'environments.operate',
    by: 'collaborators',
    states: ['stopped'],
    run: 'start',
    does: 'Powers on what was powered off, or creates again what was destroyed.',
  },
  stop: {
    title: 'Stop',
    permission: 'environments.operate',
    by: 'collaborators',
    states: running,
    run: 'stop',
    does: 'Powers everything off, or destroys it until the next start. Inputs and name are kept.',
  },
  restart: {
    title: 'Restart',
    permission: 'environments.operate',
    by: 'collaborators',
    states: running,
    run: 'restart',
    does: 'Reboots or replaces what the blueprint declares.',
  },
  action: {
    title: 'Run an action',
    permission: 'environments.operate',
    by: 'collaborators',
    states: deployed,
    run: 'action',
    does: 'Runs one action that the blueprint declares or that a type of resource offers.',
  },
  reconcile: {
    title: 'Reconcile',
    permission: 'environments.operate',
    by: 'collaborators',
    states: running,
    run: 'update',
    does: 'Brings the resources back to what blueprint and inputs describe.',
  },
  end: {
    title: 'End',
    permission: 'environments.operate',
    by: 'collaborators',
    states: endable,
    run: 'end',
    supersedes: true,
    does: 'Destroys everything.',
  },
  'force-end': {
    title: 'Force end',
    permission: 'environments.force-end',
    by: 'collaborators',
    states: ['end-failed'],
    run: 'force-end',
    supersedes: true,
    does: 'Destroys what can be destroyed, whatever fails, and forgets the rest with a list of it.',
  },
  release: {
    title: 'Release',
    permission: 'environments.release',
    by: 'owner',
    states: endable,
    event: 'environment.released',
    supersedes: true,
    does: 'Forgets the environment without destroying anything.',
  },
  transfer: {
    title: 'Transfer',
    permission: 'environments.operate',
    by: 'owner',
    states: unfinished,
    event: 'environment.transferred',
    does: 'Makes somebody else the owner.',
  },
  rename: {
    title: 'Rename',
    permission: 'environments.operate',
    by: 'collaborators',
    states: unfinished,
    event: 'environment.renamed',
    does: 'Gives it another name. Resources keep theirs.',
  },
  share: {
    title: 'Share',
    permission: 'environments.operate',
    by: 'owner',
    states: unfinished,
    event: 'environment.shared',
    does: 'Chooses the collaborators.',
  },
} as const satisfies Readonly<Record<string, RequestKindFacts>>

/** What a run does. Each grain of it has a goal, see {@link GrainGoal}. */
export type RunKind = 'launch' | 'update' | 'start' | 'stop' | 'restart' | 'action' | 'end' | 'force-end'

export interface RequestKindFacts {
  /** On a button. */
  readonly title: string
  /** What the actor has to be permitted in the space. */
  readonly permission: Permission
  /** Whose environment it may be; with `environments.manage` it may be anybody's. */
  readonly by: 'owner' | 'collaborators'
  /** In which it is allowed. */
  readonly states: readonly EnvironmentState[]
  /** The run that it becomes after its plan; absent: it is done at once. */
  readonly run?: RunKind | undefined
  /** What happened once it is done, for kinds without a run. */
  readonly event?: EnvironmentEventType | undefined
  /** True if it cancels a request that waits for an approval; others are refused then. */
  readonly supersedes?: true | undefined
  readonly does: string
}

export type RequestKind = keyof typeof requestKinds

export const requestKindNames = Object.keys(requestKinds) as readonly RequestKind[]

export function requestFacts(kind: RequestKind): RequestKindFacts {
  return requestKinds[kind]
}
