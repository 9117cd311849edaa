import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ImportReport } from '@groundplan/importer'
import { Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodeOf, exitCodes } from '../exit-codes.ts'
import { printImportReport } from '../print-import-report.ts'
import { importWithProgress } from '../run-import.ts'

interface ImportOptions {
  readonly ref?: string
  readonly includeExamples?: boolean
  readonly dryRun?: boolean
}

export function createImportCommand(): Command {
  return new Command('import')
    .description('Find the Terraform modules of repositories and propose a blueprint for each')
    .argument(
      '[address...]',
      'folders, bare repositories or git URLs (file, https, ssh); default: the selections in groundplan.yaml',
    )
    .option('--ref <name>', 'branch, tag or commit to read instead of the default branch')
    .option('--include-examples', 'include modules under examples/ and tests/')
    .option('--dry-run', 'show what would be proposed, without writing anything')
    .addHelpText(
      'after',
      `
Exit codes:
  0  done
  1  a module or repository has findings, or the import was refused
  2  invalid usage
  3  a host or another service failed
  4  done with problems: all proposals were made, but something beside them was not,
     e.g. the dashboard or a reviewer; the report says what, and so does every import until it is done

Examples:
  groundplan import
  groundplan import ~/src/platform-modules
  groundplan import --dry-run https://git.example.com/platform/modules.git
  groundplan import --ref release-2026 git@git.example.com:platform/modules.git --json`,
    )
    .action(run(runImportCommand))
}

const runImportCommand: Action<ImportOptions> = async (
  context,
  addresses,
  { ref, includeExamples, dryRun },
) => {
  const repositories = addresses.map((address) => ({ address: toAddress(address), ref }))
  const configured = addresses.length === 0
  const report = await withApi(context, (client) =>
    importWithProgress(client, { repositories, configured, includeExamples, dryRun }, context),
  )
  context.terminal.result(report, () => printImportReport(report, context.terminal))
  return exitCodeOfImport(report)
}

/** Failures count more than problems: an import with both is not done. */
export function exitCodeOfImport(report: ImportReport): number {
  if (report.failure !== undefined) return exitCodeOf(report.failure.code)
  const failures = report.repositories.flatMap((repository) =>
    repository.status === 'failed' ? [exitCodeOf(repository.code)] : [],
  )
  const broken = report.modules.some(({ outcome }) => outcome === 'failed') ? [exitCodes.findings] : []
  const problems = (report.problems ?? []).length > 0 ? exitCodes.problems : exitCodes.done
  return failures.length + broken.length > 0 ? Math.max(...failures, ...broken) : problems
}

/** The server has a working directory of its own: paths go to it in full. */
function toAddress(address: string): string {
  const isUrl =
    /^[a-z][a-z0-9+.-]*:/i.test(address) || /^[\w.+-]+@[\w.-]+:/.test(address) || address.startsWith('-')
  return isUrl && !existsSync(address) ? address : resolve(address)
}
