import type { EnvironmentState } from './environment-states.ts'

/**
 * Everything that can happen to an environment. docs/environments.md prints this table.
 *
 * An event leads from each of its states to one state, or leaves the state as it is. Some begin the run of a request, which holds the
 * environment until another event ends it: an environment has one run at a time.
 */
export const environmentTransitions = {
  'environment.created': {
    from: ['none'],
    to: 'draft',
    when: 'Somebody chooses a blueprint version and saves its inputs.',
  },
  'environment.launch-requested': {
    from: ['draft'],
    to: 'planning',
    run: 'begins',
    when: 'Somebody requests the launch, and no policy denies it.',
  },
  'environment.approval-required': {
    from: ['planning'],
    to: 'waiting-for-approval',
    run: 'continues',
    when: 'A policy, the blueprint or the requester wants the plan to be looked at.',
  },
  'environment.launch-started': {
    from: ['planning', 'waiting-for-approval'],
    to: 'launching',
    run: 'continues',
    when: 'The plan may be applied.',
  },
  'environment.launch-declined': {
    from: ['planning', 'waiting-for-approval'],
    to: 'draft',
    run: 'ends',
    needs: 'no-resources',
    when: 'The plan failed, a policy denied it, or somebody rejected it.',
  },
  'environment.cancelled': {
    from: ['draft', 'planning', 'waiting-for-approval'],
    to: 'cancelled',
    run: 'ends',
    needs: 'no-resources',
    when: 'Somebody gives it up before anything was created.',
  },
  'environment.launched': {
    from: ['launching'],
    to: 'active',
    run: 'ends',
    when: 'Everything was created.',
  },
  'environment.launch-failed': {
    from: ['launching'],
    to: 'active-with-errors',
    run: 'ends',
    when: 'Something could not be created, or somebody stopped it.',
  },
  'environment.change-requested': {
    from: ['active', 'active-with-errors', 'stopped', 'end-failed'],
    to: 'same',
    run: 'begins',
    when: 'Somebody requests a change of its resources, or its end, and no policy denies it. The plan is made.',
  },
  'environment.change-declined': {
    from: ['active', 'active-with-errors', 'stopped', 'end-failed'],
    to: 'same',
    run: 'ends',
    when: 'The plan failed, a policy denied it, or somebody rejected or cancelled it. Nothing was changed.',
  },
  'environment.update-started': {
    from: ['active', 'active-with-errors', 'stopped'],
    to: 'updating',
    run: 'continues',
    when: 'The plan may be applied.',
  },
  'environment.updated': {
    from: ['updating'],
    to: 'active',
    run: 'ends',
    when: 'The request is complete.',
  },
  'environment.stopped': {
    from: ['updating'],
    to: 'stopped',
    run: 'ends',
    when: 'Everything is powered off, or destroyed to be created again.',
  },
  'environment.update-failed': {
    from: ['updating'],
    to: 'active-with-errors',
    run: 'ends',
    when: 'Something could not be changed, or somebody stopped it.',
  },
  'environment.end-started': {
    from: ['active', 'active-with-errors', 'stopped', 'end-failed'],
    to: 'ending',
    run: 'continues',
    when: 'The plan to destroy it may be applied.',
  },
  'environment.ended': {
    from: ['ending'],
    to: 'ended',
    run: 'ends',
    needs: 'no-resources',
    when: 'Everything was destroyed.',
  },
  'environment.end-failed': {
    from: ['ending'],
    to: 'end-failed',
    run: 'ends',
    when: 'Something could not be destroyed, or somebody stopped it.',
  },
  'environment.force-ended': {
    from: ['ending'],
    to: 'released',
    run: 'ends',
    when: 'A forced end went past failures. The event lists what still exists.',
  },
  'environment.released': {
    from: ['active', 'active-with-errors', 'stopped', 'end-failed'],
    to: 'released',
    run: 'none',
    when: 'Somebody has Groundplan forget it without destroying it.',
  },
  'environment.extended': facts('Somebody moves its end.'),
  'environment.transferred': facts('It gets another owner.'),
  'environment.renamed': facts('It gets another name.'),
  'environment.shared': facts('Its collaborators change.'),
} as const satisfies Readonly<Record<`environment.${string}`, EnvironmentTransition>>

export interface EnvironmentTransition {
  readonly from: readonly (EnvironmentState | 'none')[]
  readonly to: EnvironmentState | 'same'
  /** `continues` needs a run, `none` needs that there is none; absent: it makes no difference. */
  readonly run?: 'begins' | 'continues' | 'ends' | 'none' | undefined
  /** It cannot happen while the environment may have resources. */
  readonly needs?: 'no-resources' | undefined
  /** When it happens, a sentence. */
  readonly when: string
}

export type EnvironmentEventType = keyof typeof environmentTransitions

export const environmentEventTypes = Object.keys(environmentTransitions) as readonly EnvironmentEventType[]

export function transitionOf(event: EnvironmentEventType): EnvironmentTransition {
  return environmentTransitions[event]
}

/** What changes neither the state nor resources can happen whenever the environment is not over. */
function facts(when: string) {
  return {
    from: [
      ...(['draft', 'planning', 'waiting-for-approval', 'launching', 'active'] as const),
      ...(['active-with-errors', 'updating', 'stopped', 'ending', 'end-failed'] as const),
    ],
    to: 'same',
    when,
  } as const
}
