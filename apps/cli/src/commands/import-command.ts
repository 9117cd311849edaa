import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
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
  const failures = report.repositories.flatMap((repository) =>
    repository.status === 'failed' ? [exitCodeOf(repository.code)] : [],
  )
  const broken = report.modules.some(({ outcome }) => outcome === 'failed') ? [exitCodes.findings] : []
  return Math.max(exitCodes.done, ...failures, ...broken)
}

/** The server has a working directory of its own: paths go to it in full. */
function toAddress(address: string): string {
  const isUrl =
    /^[a-z][a-z0-9+.-]*:/i.test(address) || /^[\w.+-]+@[\w.-]+:/.test(address) || address.startsWith('-')
  return isUrl && !existsSync(address) ? address : resolve(address)
}
