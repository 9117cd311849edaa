import { join, resolve } from 'node:path'
import { Command } from 'commander'
import { z } from 'zod'
import { run, type Action } from '../../command-context.ts'
import { exitCodeOfFindings, Finding, printFindings } from './print-findings.ts'
import { runAdminTask } from './run-admin-task.ts'

export function createBackupCommand(): Command {
  return new Command('backup')
    .description('Back up the blueprint repository and the database into a new folder')
    .argument('<folder>', 'new or empty folder')
    .addHelpText(
      'after',
      `
The folder holds repository.bundle, database.tar.gz and backup.json with their digests. A repository at a host and a
PostgreSQL database are not included: the command prints how to back them up. Stop the server first.

The backup is checked like with \`groundplan admin check\`. Exit code 1 means that the backup was written but its parts
do not match, or that nothing was written. The output says which.

Examples:
  groundplan admin backup /backup/groundplan-1
  GROUNDPLAN_HOME=/srv/groundplan groundplan admin backup "/backup/groundplan-$(date +%F)" --json`,
    )
    .action(run(backUp))
}

const Result = z.object({
  folder: z.string(),
  createdAt: z.string(),
  repository: z.object({ kind: z.enum(['home', 'host']), address: z.string() }),
  database: z.object({ kind: z.enum(['embedded', 'postgresql']) }),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  findings: z.array(Finding),
})

const backUp: Action<object> = async ({ terminal, config }, [folder = '']) => {
  const result = await runAdminTask(config, { name: 'backup', folder: resolve(folder), result: Result })
  const remaining = listRemaining(result)
  terminal.result({ ...result, remaining }, () => {
    const rows = result.files.map(({ name, bytes, sha256 }) => [name, String(bytes), sha256])
    const files = rows.length === 0 ? [] : ['', terminal.table(['File', 'Bytes', 'SHA-256'], rows)]
    const rest =
      remaining.length === 0
        ? []
        : ['', 'Not included in this backup. Back it up with:', ...remaining.map((line) => `  ${line}`)]
    return [
      `Backed up to ${result.folder}.`,
      ...files,
      ...rest,
      '',
      printFindings(result.findings, terminal),
    ].join('\n')
  })
  return exitCodeOfFindings(result.findings)
}

/** The commands that back up data outside the home. */
function listRemaining({ folder, repository, database }: z.infer<typeof Result>): readonly string[] {
  const dump = `pg_dump --format=custom --file=${quote(join(folder, 'database.dump'))} "$DATABASE_URL"`
  const mirror = `git clone --mirror ${quote(repository.address)} ${quote(join(folder, 'repository.git'))}`
  return [...(database.kind === 'postgresql' ? [dump] : []), ...(repository.kind === 'host' ? [mirror] : [])]
}

function quote(word: string): string {
  return /^[\w/.:@-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}
