import { Command } from 'commander'
import { z } from 'zod'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { runAdminTask } from './run-admin-task.ts'

export function createAdoptCommand(): Command {
  return new Command('adopt')
    .description('Link the database to the current blueprint repository')
    .addHelpText(
      'after',
      `
Use it after the server refused a blueprint repository because it is missing, older or a different one, or because its history was
rewritten on purpose. A missing repository is created empty. Approved blueprints whose content is not on the default branch
are listed and retired; the next import proposes them again. Stop the server first.

Examples:
  groundplan admin adopt
  GROUNDPLAN_HOME=/srv/groundplan groundplan admin adopt --json`,
    )
    .action(run(adopt))
}

const Result = z.object({
  address: z.string(),
  lost: z.array(
    z.object({ blueprint: z.string(), version: z.string(), found: z.enum(['absent', 'different']) }),
  ),
  proposals: z.array(z.number()),
})

const adopt: Action<object> = async ({ terminal, config }) => {
  const result = await runAdminTask(config, { name: 'adopt', result: Result })
  const { address, lost, proposals } = result
  terminal.result(result, () => {
    const adopted = `The database now belongs to ${address}.`
    if (lost.length + proposals.length === 0) return adopted
    const rows = lost.map(({ blueprint, version, found }) => [
      blueprint,
      version,
      found === 'absent' ? 'not on the default branch' : 'differs on the default branch',
    ])
    const table = rows.length === 0 ? [] : ['', terminal.table(['Blueprint', 'Version', 'Found'], rows)]
    return [adopted, ...table, '', 'Run an import to propose them again.'].join('\n')
  })
  return exitCodes.done
}
