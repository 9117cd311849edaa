import { Command } from 'commander'
import { createFormCommand } from './form.ts'
import { createGenerateCommand } from './generate.ts'
import { createSchemaCommand } from './schema.ts'
import { createValidateCommand } from './validate.ts'

export function createBlueprintCommand(): Command {
  const command = new Command('blueprint').description('Write and check blueprint files')
  const subcommands = [
    createGenerateCommand(),
    createValidateCommand(),
    createFormCommand(),
    createSchemaCommand(),
  ]
  for (const subcommand of subcommands) command.addCommand(subcommand)
  return command
}
