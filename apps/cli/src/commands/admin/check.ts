import { Command } from 'commander'
import { z } from 'zod'
import { run, type Action } from '../../command-context.ts'
import { exitCodeOfFindings, Finding, printFindings } from './print-findings.ts'
import { runAdminTask } from './run-admin-task.ts'

export function createCheckCommand(): Command {
  return new Command('check')
    .description('Check that the blueprint repository and the database match')
    .addHelpText(
      'after',
      `
It looks for missing objects, another or an older repository, approved content and branches that are missing, and files
that the catalog does not have. It repairs nothing, and works when the server refuses to start. Stop the server first.

Exit codes: 0 no errors (warnings are allowed), 1 errors, 2 misuse, 3 a host or PostgreSQL does not answer.

Examples:
  groundplan admin check
  GROUNDPLAN_HOME=/srv/groundplan groundplan admin check --json`,
    )
    .action(run(check))
}

const Result = z.object({ home: z.string(), findings: z.array(Finding) })

const check: Action<object> = async ({ terminal, config }) => {
  const result = await runAdminTask(config, { name: 'check', result: Result })
  terminal.result(result, () => printFindings(result.findings, terminal))
  return exitCodeOfFindings(result.findings)
}
