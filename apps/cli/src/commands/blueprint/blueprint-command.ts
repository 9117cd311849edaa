import { Command } from 'commander'
import { createComposeCommand } from './compose.ts'
import { createDiffCommand } from './diff.ts'
import { createExportCommand } from './export.ts'
import { createFormCommand } from './form.ts'
import { createGenerateCommand } from './generate.ts'
import { createImportTorqueCommand } from './import-torque.ts'
import { createOverlayCommand } from './overlay.ts'
import { createMergeCommand } from './merge.ts'
import { createSchemaCommand } from './schema.ts'
import { createValidateCommand } from './validate.ts'

export function createBlueprintCommand(): Command {
  const command = new Command('blueprint').description('Write and check blueprint files')
  const subcommands = [
    createGenerateCommand(),
    createComposeCommand(),
    createValidateCommand(),
    createDiffCommand(),
    createFormCommand(),
    createMergeCommand(),
    createSchemaCommand(),
    createOverlayCommand(),
    createExportCommand(),
    createImportTorqueCommand(),
  ]
  for (const subcommand of subcommands) command.addCommand(subcommand)
  return command
}
