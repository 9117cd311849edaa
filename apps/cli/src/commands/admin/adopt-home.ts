import { adoptHome } from '@groundplan/process'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createAdoptHomeCommand(): Command {
  return new Command('adopt-home')
    .description('Use a home folder from an earlier version or another machine')
    .addHelpText(
      'after',
      `
A home folder contains the database and repositories that the server trusts. Adopt only folders that you created yourself.

Example:
  GROUNDPLAN_HOME=/srv/groundplan groundplan admin adopt-home`,
    )
    .action(run(adopt))
}

const adopt: Action<object> = async ({ terminal, config }) => {
  const home = await adoptHome(config.home, config)
  terminal.result({ home: home.path, id: home.id }, () => `Adopted ${home.path}.`)
  return exitCodes.done
}
