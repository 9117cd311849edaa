import { countOutcomes, type ImportReport } from '@groundplan/importer'

/** An import in numbers, for scripts. */
export interface ImportSummary {
  readonly repositories: number
  /** Modules found, without those left out on purpose. */
  readonly modules: number
  readonly blueprints: number
  readonly proposals: {
    readonly opened: number
    readonly updated: number
    readonly unchanged: number
    readonly waiting: number
  }
  readonly skipped: number
  readonly failed: readonly {
    readonly repository: string
    readonly path: string
    readonly file?: string | undefined
    readonly line?: number | undefined
    readonly column?: number | undefined
    readonly message: string
  }[]
  /** What could not be done beside the proposals. */
  readonly problems: readonly { readonly message: string; readonly reason: string }[]
  /** How long the import took, without starting and stopping the server. */
  readonly seconds: number
}

export function summarizeImport({
  repositories,
  modules,
  problems = [],
  seconds,
}: ImportReport): ImportSummary {
  const counts = countOutcomes(modules)
  const failedModules = modules.flatMap(({ outcome, repository, path, reason = '', diagnostics }) => {
    if (outcome !== 'failed') return []
    const {
      file,
      line,
      column,
      message = reason,
    } = diagnostics.find(({ severity }) => severity === 'error') ?? {}
    return [{ repository, path, file, line, column, message }]
  })
  const failedRepositories = repositories.flatMap((repository) =>
    repository.status === 'failed'
      ? [{ repository: repository.address, path: '.', message: repository.message }]
      : [],
  )
  return {
    repositories: repositories.length,
    modules: counts.found + countUnread(repositories),
    blueprints: modules.filter(({ blueprint }) => blueprint !== undefined).length,
    proposals: {
      opened: counts.new,
      updated: counts.updated,
      unchanged: counts.unchanged + countUnread(repositories),
      waiting: counts.waiting,
    },
    skipped: counts.skipped,
    failed: [...failedRepositories, ...failedModules],
    problems: problems.map(({ message, reason }) => ({ message, reason })),
    seconds,
  }
}

/** Modules of unchanged repositories, which were not read, without those that failed: these are modules of the report. */
function countUnread(repositories: ImportReport['repositories']): number {
  return repositories.reduce(
    (total, each) => total + (each.status === 'unchanged' ? each.modules - each.problems.length : 0),
    0,
  )
}
