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
Finds missing objects, a different or older repository, missing approved content and branches, and files
that are not in the catalog. Repairs nothing. Also works when the server refuses to start. Stop the server first.

Exit codes: 0 no errors (warnings are allowed), 1 errors, 2 invalid usage, 3 a host or PostgreSQL is not responding.

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
