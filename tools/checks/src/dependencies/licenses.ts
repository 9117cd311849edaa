import { join } from 'node:path'
import { judgeLicense, listUnusedExceptions } from './license-rules.ts'
import { listProductionPackages } from './production-packages.ts'

/** Fails if the product has a package whose license nobody has accepted. */
const packages = await listProductionPackages(join(import.meta.dirname, '../../../..'))
const problems = [...packages.flatMap((each) => judgeLicense(each) ?? []), ...listUnusedExceptions(packages)]
for (const problem of problems) console.error(problem)
if (problems.length > 0) {
  console.error('Replace the package, or see tools/checks/src/dependencies/license-rules.ts.')
  process.exitCode = 1
} else console.log(`${packages.length} packages have accepted licenses.`)
