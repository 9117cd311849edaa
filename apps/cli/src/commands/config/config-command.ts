import { Command } from 'commander'
import { createConfigSchemaCommand } from './schema.ts'
import { createConfigShowCommand } from './show.ts'
import { createConfigValidateCommand } from './validate.ts'

export function createConfigCommand(): Command {
  const command = new Command('config').description('Inspect groundplan.yaml in the blueprint repository')
  const subcommands = [createConfigValidateCommand(), createConfigShowCommand(), createConfigSchemaCommand()]
  for (const subcommand of subcommands) command.addCommand(subcommand)
  return command
}
