import { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { listSpaces } from './list.ts'
import { addLimitCommand } from './limits.ts'
import { planSpaces } from './plan.ts'
import { addPoolCommand } from './pool.ts'
import { addPublicationCommands } from './publications.ts'

export function createSpaceCommand(): Command {
  const command = new Command('space').description(
    'Manage spaces: the teams that use blueprints, each on its own (docs/spaces.md)',
  )
  command
    .command('list')
    .description('List the spaces that you may enter, with your roles')
    .option('--all', 'all spaces, with archived ones; for whoever manages them', false)
    .addHelpText('after', '\nExamples:\n  groundplan space list\n  groundplan space list --all --json')
    .action(run(listSpaces))
  command
    .command('create')
    .description('Create a space; if there is one of that name, change it and take it out of the archive')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('--title <title>', 'name for people (default: the name)')
    .option('--description <text>', 'what the space is for')
    .addHelpText(
      'after',
      [
        '',
        'Then give people roles in it, and publish blueprints to it.',
        '',
        'Examples:',
        '  groundplan space create payments --title Payments --description "Cards and transfers"',
        '  groundplan member add group payments-team --role developer --space payments',
        '  groundplan space publish payments rds-postgres',
      ].join('\n'),
    )
    .action(run(createSpace))
  command
    .command('archive')
    .description('Let nobody enter a space any more. Nothing in it is lost; `space create` brings it back')
    .argument('<name>')
    .addHelpText('after', '\nExample:\n  groundplan space archive payments')
    .action(run(archiveSpace))
  addLimitCommand(command)
  addPoolCommand(command)
  addPublicationCommands(command)
  command
    .command('plan')
    .description('Show what files of spaces/ would change, without changing anything')
    .argument(
      '[folder]',
      'a checkout of the blueprint repository (default: its default branch at the server)',
    )
    .addHelpText(
      'after',
      [
        '',
        'Exits with 1 if a file has errors: its space stays as it is.',
        '',
        'Examples:',
        '  groundplan space plan ~/src/blueprints',
        '  groundplan space plan --json',
      ].join('\n'),
    )
    .action(run(planSpaces))
  return command
}

interface CreateOptions {
  readonly title?: string | undefined
  readonly description?: string | undefined
}

const createSpace: Action<CreateOptions> = (context, [name = ''], { title, description }) =>
  withApi(context, async ({ spaces }) => {
    const known = (await spaces.list.query()).items.find((space) => space.name === name)
    const space = await spaces.put.mutate({
      name,
      title: title ?? known?.title ?? name,
      description: description ?? known?.description ?? '',
    })
    const verb =
      known === undefined ? 'was created' : known.archivedAt === undefined ? 'was changed' : 'is back'
    context.terminal.result(space, () => `The space "${name}" ${verb}.`)
    return exitCodes.done
  })

const archiveSpace: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ spaces }) => {
    const space = await spaces.archive.mutate({ name })
    context.terminal.result(space, () => `The space "${name}" is archived.`)
    return exitCodes.done
  })
