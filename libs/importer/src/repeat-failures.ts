import type { Diagnostic } from '@groundplan/errors'
import type { ModuleOutcome, ModuleProblem, RepositoryOutcome } from './import-report.ts'

/** How many errors of a module are remembered. */
const mostErrors = 20

/** What is remembered of modules that failed, so that later imports can say it again without reading them. */
export function listFailures(modules: readonly ModuleOutcome[]): readonly ModuleProblem[] {
  return modules.flatMap(({ outcome, path, reason = '', diagnostics }) =>
    outcome === 'failed' ? [{ path, reason, ...rememberErrors(diagnostics) }] : [],
  )
}

function rememberErrors(diagnostics: readonly Diagnostic[]): Pick<ModuleProblem, 'diagnostics'> {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').slice(0, mostErrors)
  return errors.length === 0 ? {} : { diagnostics: errors }
}

/** The failed modules of repositories that were not read because nothing has changed in them. */
export function repeatFailures(repositories: readonly RepositoryOutcome[]): readonly ModuleOutcome[] {
  return repositories.flatMap((repository) =>
    repository.status === 'unchanged'
      ? repository.problems.map(({ path, reason, diagnostics = [] }): ModuleOutcome => ({
          repository: repository.name,
          path,
          outcome: 'failed',
          reason,
          diagnostics,
        }))
      : [],
  )
}
