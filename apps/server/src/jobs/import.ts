import {
  defaultImportLimits,
  importJob,
  performImport,
  type PerformImportDependencies,
} from '@groundplan/importer'
import { handler, type JobHandler } from '@groundplan/jobs'

export function runImports(dependencies: PerformImportDependencies): JobHandler {
  const { imports, now } = dependencies
  return handler({
    kind: importJob,
    concurrency: defaultImportLimits.running,
    run: (job) => performImport(job, dependencies),
    // It has ended its workers again and again, or was in the way of each of their stops.
    onGivenUp: ({ number }) => imports.interrupt(number, now()),
  })
}
