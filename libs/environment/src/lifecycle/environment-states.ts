/** The states of an environment; `none` is one that does not exist yet. */
export const environmentStates = {
  draft: { final: false, meaning: 'Saved, and nothing was created. Its launch can be requested.' },
  planning: { final: false, meaning: 'Its first plan is being made. Nothing was created.' },
  'waiting-for-approval': {
    final: false,
    meaning: 'The first plan waits for an answer. Nothing was created.',
  },
  launching: { final: false, meaning: 'Its resources are being created.' },
  active: { final: false, meaning: 'Running, as its last request wanted it.' },
  'active-with-errors': {
    final: false,
    meaning: 'Something failed. It may have some of its resources, or all.',
  },
  updating: { final: false, meaning: 'Its resources are being changed.' },
  stopped: { final: false, meaning: 'Powered off, or destroyed to be created again.' },
  ending: { final: false, meaning: 'Its resources are being destroyed.' },
  'end-failed': { final: false, meaning: 'Not everything could be destroyed. It may still have resources.' },
  ended: { final: true, meaning: 'Destroyed. It has no resources.' },
  released: {
    final: true,
    meaning:
      'No longer known to Groundplan. The resources that it had still exist, and somebody else looks after them.',
  },
  cancelled: { final: true, meaning: 'Given up before anything was created.' },
} as const satisfies Readonly<Record<string, StateFacts>>

interface StateFacts {
  /** True if nothing follows. */
  readonly final: boolean
  /** What a reader should know of it. */
  readonly meaning: string
}

export type EnvironmentState = keyof typeof environmentStates

export const environmentStateNames = Object.keys(environmentStates) as readonly EnvironmentState[]

/** States of environments that were launched and are not over: those count towards the limits of a space. */
export const launchedStates = environmentStateNames.filter(
  (state) => state !== 'draft' && !environmentStates[state].final,
)
