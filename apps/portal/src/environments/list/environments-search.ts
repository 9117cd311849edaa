import type { EnvironmentState } from '../words/environment-words.ts'

/** What the list is narrowed to, kept in the address. */
export interface EnvironmentsSearch {
  /** Those that are not over if absent. */
  readonly state?: StateGroup
  readonly mine?: true
  readonly blueprint?: string
  readonly search?: string
}

/** States that people look for together. */
export const stateGroups = {
  busy: ['planning', 'waiting-for-approval', 'launching', 'updating', 'ending'],
  active: ['active', 'active-with-errors'],
  failed: ['active-with-errors', 'end-failed'],
  stopped: ['stopped'],
  draft: ['draft'],
  over: ['ended', 'released', 'cancelled'],
  all: [],
} as const satisfies Record<string, readonly EnvironmentState[]>

export type StateGroup = keyof typeof stateGroups

const current = [
  ...(['draft', 'planning', 'waiting-for-approval', 'launching', 'active', 'active-with-errors'] as const),
  ...(['updating', 'stopped', 'ending', 'end-failed'] as const),
] as const satisfies readonly EnvironmentState[]

/** Reads the address's search part, whatever people have typed into it. */
export function parseEnvironmentsSearch(raw: Record<string, unknown>): EnvironmentsSearch {
  const state = Object.keys(stateGroups).find((name) => name === raw['state']) as StateGroup | undefined
  const search = textOf(raw['search'], 200)
  const blueprint = textOf(raw['blueprint'], 100)
  return {
    ...(state === undefined ? {} : { state }),
    ...(raw['mine'] === true ? { mine: true } : {}),
    ...(blueprint === '' ? {} : { blueprint }),
    ...(search === '' ? {} : { search }),
  }
}

/** The same as the API takes it. */
export function toListFilter({ state, mine, blueprint, search }: EnvironmentsSearch) {
  const states: readonly EnvironmentState[] = state === undefined ? current : stateGroups[state]
  return {
    ...(states.length === 0 ? {} : { states: [...states] }),
    ...(mine === undefined ? {} : { mine }),
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(search === undefined ? {} : { search }),
  }
}

export function isNarrowed(search: EnvironmentsSearch): boolean {
  return Object.keys(search).length > 0
}

// The router reads `?search=5` as a number.
function textOf(raw: unknown, longest: number): string {
  const text =
    typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? String(raw) : ''
  return text.trim().slice(0, longest)
}
