import { countOutcomes, type ImportReport, type ImportRun, type ImportRunState } from '@groundplan/importer'

type WithIsoDates<State> = State extends { readonly at: Date }
  ? Omit<State, 'at'> & { readonly at: string }
  : State

/** An import run as clients see it; times are ISO 8601 texts. */
export interface ImportRunView {
  readonly number: number
  readonly repositories: readonly { readonly address: string; readonly ref?: string | undefined }[]
  /** True if it reads what the configuration selects. */
  readonly configured: boolean
  readonly dryRun: boolean
  readonly startedAt: string
  readonly state: ImportRunStateView
}

export type ImportRunStateView = WithIsoDates<ImportRunState>

export interface ImportRunSummary extends Omit<ImportRunView, 'state'> {
  readonly status: ImportRunState['status']
  readonly finishedAt?: string | undefined
  readonly message?: string | undefined
  readonly counts?: ReturnType<typeof countOutcomes> | undefined
}

export function toImportRunView({ number, request, startedAt, state }: ImportRun): ImportRunView {
  return {
    number,
    repositories: request.repositories,
    configured: request.configured === true,
    dryRun: request.dryRun === true,
    startedAt: startedAt.toISOString(),
    state: 'at' in state ? { ...state, at: state.at.toISOString() } : state,
  }
}

export function toImportRunSummary(run: ImportRun): ImportRunSummary {
  const { state, ...view } = toImportRunView(run)
  return {
    ...view,
    status: state.status,
    finishedAt: 'at' in state ? state.at : undefined,
    message: state.status === 'failed' ? state.message : undefined,
    counts: state.status === 'finished' ? countReport(state.report) : undefined,
  }
}

function countReport({ modules }: ImportReport) {
  return countOutcomes(modules)
}
