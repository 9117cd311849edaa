import { join } from 'node:path'
import { errorMessage } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'
import { isRequired } from '@groundplan/testing'
import { judgeAudit, type AuditVerdict } from './judge-audit.ts'

/**
 * Fails if the product has a package with a known vulnerability that is high or critical. Where the registry gives no advisories, nothing
 * was checked: that is said, and fails with GROUNDPLAN_REQUIRE=advisories.
 */
const verdict = await audit()
if (verdict.kind === 'clean')
  console.log(`No known high or critical vulnerabilities; ${verdict.minor} others.`)
else if (verdict.kind === 'vulnerable') {
  console.error(`Known vulnerabilities: ${verdict.packages.join(', ')}. Run \`npm audit\` for details.`)
  process.exitCode = 1
} else {
  console.error(
    `SKIPPED: vulnerabilities were not checked, because the registry gave no advisories: ${verdict.reason}`,
  )
  if (isRequired('advisories')) process.exitCode = 1
}

async function audit(): Promise<AuditVerdict> {
  try {
    const { stdout } = await runProgram('npm', ['audit', '--json', '--omit=dev'], {
      cwd: join(import.meta.dirname, '../../../..'),
      limits: { milliseconds: 120_000, outputBytes: 50_000_000 },
    })
    return judgeAudit(stdout.toString('utf8'))
  } catch (error) {
    return { kind: 'unknown', reason: errorMessage(error) }
  }
}
