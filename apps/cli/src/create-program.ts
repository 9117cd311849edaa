import { Command } from 'commander'
import cliPackage from '../package.json' with { type: 'json' }
import { createBlueprintCommand } from './commands/blueprint/blueprint-command.ts'
import { createCatalogCommand } from './commands/catalog-command.ts'
import { createConfigCommand } from './commands/config/config-command.ts'
import { createDemoCommand } from './commands/demo-command.ts'
import { createImportCommand } from './commands/import-command.ts'
import { createModuleCommand } from './commands/module-command.ts'
import { createProposalCommand } from './commands/proposal-command.ts'
import { createServeCommand } from './commands/serve-command.ts'

/** The `groundplan` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command('groundplan')
    .description('Self-service environments from the Terraform that you already have')
    .version(cliPackage.version)
    .showHelpAfterError('(add --help for the options)')
    // Otherwise `catalog show --version 2` would print the program's own version.
    .enablePositionalOptions()
    .addHelpText(
      'after',
      `
Environment:
  GROUNDPLAN_HOME   folder of the local server (default: .groundplan)
  GROUNDPLAN_URL    a server elsewhere to use instead
  DATABASE_URL      PostgreSQL instead of the embedded database

Exit codes: 0 done, 1 findings or refused, 2 misuse, 3 an outside service failed, 130 stopped with Ctrl-C

Examples:
  groundplan demo
  groundplan import ~/src/platform-modules
  groundplan proposal list
  groundplan catalog list --search postgres`,
    )
  const commands = [
    createImportCommand(),
    createProposalCommand(),
    createCatalogCommand(),
    createBlueprintCommand(),
    createModuleCommand(),
    createConfigCommand(),
    createServeCommand(),
    createDemoCommand(),
  ]
  for (const command of commands) program.addCommand(command)
  for (const command of withSubcommands(program)) {
    command.exitOverride()
    if (command.commands.length === 0) command.option('--json', 'print the result as JSON')
  }
  return program
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}
