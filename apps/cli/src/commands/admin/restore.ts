import { resolve } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { run, type Action } from '../../command-context.ts'
import { exitCodeOfFindings, Finding, printFindings } from './print-findings.ts'
import { runAdminTask } from './run-admin-task.ts'

export function createRestoreCommand(): Command {
  return new Command('restore')
    .description('Restore a backup into a new home folder, and check it')
    .argument('<folder>', 'folder that `groundplan admin backup` wrote')
    .addHelpText(
      'after',
      `
The home must not exist or be empty: move a damaged one aside first. The digests are verified before anything is
written. Restore a PostgreSQL database with pg_restore before you run this.

Examples:
  groundplan admin restore /backup/groundplan-1
  GROUNDPLAN_HOME=/srv/groundplan groundplan admin restore /backup/groundplan-1 --json`,
    )
    .action(run(restore))
}

const Result = z.object({ home: z.string(), findings: z.array(Finding) })

const restore: Action<object> = async ({ terminal, config }, [folder = '']) => {
  const result = await runAdminTask(config, { name: 'restore', folder: resolve(folder), result: Result })
  terminal.result(result, () =>
    [`Restored into ${result.home}.`, printFindings(result.findings, terminal)].join('\n'),
  )
  return exitCodeOfFindings(result.findings)
}
