import type { Import, ImportState, ListedImport, ModuleCounts } from '@groundplan/importer'

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

export type ImportRunStateView = WithIsoDates<ImportState>

export interface ImportRunSummary extends Omit<ImportRunView, 'state'> {
  readonly status: ImportState['status']
  readonly finishedAt?: string | undefined
  readonly message?: string | undefined
  readonly counts?: ModuleCounts | undefined
}

export function toImportRunView({ state, ...run }: Import): ImportRunView {
  return { ...toFacts(run), state: 'at' in state ? { ...state, at: state.at.toISOString() } : state }
}

function toFacts({ number, request, startedAt }: Omit<Import, 'state'>): Omit<ImportRunView, 'state'> {
  return {
    number,
    repositories: request.repositories,
    configured: request.configured === true,
    dryRun: request.dryRun === true,
    startedAt: startedAt.toISOString(),
  }
}

export function toImportRunSummary({ state, counts, ...run }: ListedImport): ImportRunSummary {
  return {
    ...toFacts(run),
    status: state.status,
    finishedAt: 'at' in state ? state.at.toISOString() : undefined,
    message: state.status === 'failed' ? state.message : undefined,
    counts,
  }
}
