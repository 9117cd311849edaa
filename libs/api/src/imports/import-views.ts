import type { Import, ImportState, ListedImport, ModuleCounts } from '@groundplan/importer'

type WithIsoDates<State> = State extends { readonly at: Date }
  ? Omit<State, 'at'> & { readonly at: string }
  : State

/** An import as clients see it; times are ISO 8601 texts. */
export interface ImportView {
  readonly number: number
  readonly repositories: readonly { readonly address: string; readonly ref?: string | undefined }[]
  /** True if it reads what the configuration selects. */
  readonly configured: boolean
  readonly includeExamples: boolean
  readonly dryRun: boolean
  readonly startedAt: string
  readonly state: ImportStateView
}

export type ImportStateView = WithIsoDates<ImportState>

export interface ImportSummary extends Omit<ImportView, 'state'> {
  readonly status: ImportState['status']
  readonly finishedAt?: string | undefined
  readonly message?: string | undefined
  readonly counts?: ModuleCounts | undefined
  /** How many repositories could not be read. */
  readonly failedRepositories?: number | undefined
  /** How many things beside the proposals could not be done. */
  readonly problems?: number | undefined
}

export function toImportView({ state, ...facts }: Import): ImportView {
  return { ...toFacts(facts), state: 'at' in state ? { ...state, at: state.at.toISOString() } : state }
}

function toFacts({ number, request, startedAt }: Omit<Import, 'state'>): Omit<ImportView, 'state'> {
  return {
    number,
    repositories: request.repositories,
    configured: request.configured === true,
    includeExamples: request.includeExamples === true,
    dryRun: request.dryRun === true,
    startedAt: startedAt.toISOString(),
  }
}

export function toImportSummary({
  state,
  counts,
  failedRepositories,
  problems,
  ...facts
}: ListedImport): ImportSummary {
  return {
    ...toFacts(facts),
    status: state.status,
    finishedAt: 'at' in state ? state.at.toISOString() : undefined,
    message: state.status === 'failed' ? state.message : undefined,
    counts,
    failedRepositories,
    problems,
  }
}
