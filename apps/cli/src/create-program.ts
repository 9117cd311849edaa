import { Command } from 'commander'
import cliPackage from '../package.json' with { type: 'json' }

/** The subcommands, in the order of the help; each is loaded when it is needed. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  import: async () => (await import('./commands/import-command.ts')).createImportCommand(),
  proposal: async () => (await import('./commands/proposal-command.ts')).createProposalCommand(),
  catalog: async () => (await import('./commands/catalog-command.ts')).createCatalogCommand(),
  env: async () => (await import('./commands/env/env-command.ts')).createEnvCommand(),
  blueprint: async () => (await import('./commands/blueprint/blueprint-command.ts')).createBlueprintCommand(),
  module: async () => (await import('./commands/module-command.ts')).createModuleCommand(),
  config: async () => (await import('./commands/config/config-command.ts')).createConfigCommand(),
  secret: async () => (await import('./commands/secret-command.ts')).createSecretCommand(),
  credentials: async () => (await import('./commands/credentials-command.ts')).createCredentialsCommand(),
  token: async () => (await import('./commands/token-command.ts')).createTokenCommand(),
  workload: async () => (await import('./commands/workload-command.ts')).createWorkloadCommand(),
  member: async () => (await import('./commands/member-command.ts')).createMemberCommand(),
  space: async () => (await import('./commands/space/space-command.ts')).createSpaceCommand(),
  role: async () => (await import('./commands/role-command.ts')).createRoleCommand(),
  login: async () => (await import('./commands/login-command.ts')).createLoginCommand(),
  logout: async () => (await import('./commands/login-command.ts')).createLogoutCommand(),
  whoami: async () => (await import('./commands/login-command.ts')).createWhoamiCommand(),
  audit: async () => (await import('./commands/audit/audit-command.ts')).createAuditCommand(),
  serve: async () => (await import('./commands/serve-command.ts')).createServeCommand(),
  open: async () => (await import('./commands/open-command.ts')).createOpenCommand(),
  admin: async () => (await import('./commands/admin/admin-command.ts')).createAdminCommand(),
  demo: async () => (await import('./commands/demo-command.ts')).createDemoCommand(),
}

/** Subcommands that work in a space. */
const inSpaces: ReadonlySet<string> = new Set([
  ...['import', 'proposal', 'catalog', 'env', 'secret', 'credentials', 'token', 'member', 'audit', 'whoami'],
])

/** The `groundplan` command with the subcommand that is called for, or with all of them where none is. */
export async function createProgram(name: string | undefined): Promise<Command> {
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
  GROUNDPLAN_HOME   folder of the local server (default: one per project in your data folder)
  GROUNDPLAN_URL    URL of a remote server to use instead
  GROUNDPLAN_ACCESS_TOKEN
                    token for it, unless you have signed in with: groundplan login
                    (jobs of GitHub Actions with id-token: write need none)
  GROUNDPLAN_SPACE  space that commands work in, unless they have --space
  DATABASE_URL      PostgreSQL instead of the embedded database

Exit codes: 0 success, 1 findings or refused, 2 invalid usage, 3 external service failed,
  4 import done with problems, 5 request failed, 6 request denied, 7 request waits for approval,
  130 stopped with Ctrl-C

Examples:
  groundplan demo
  groundplan import ~/src/platform-modules
  groundplan proposal list
  groundplan catalog list --search postgres
  groundplan env launch rds-postgres --name orders-db --set size=20 --wait`,
    )
  const called = name !== undefined && Object.hasOwn(loaders, name) ? loaders[name] : undefined
  const needed = called === undefined ? Object.values(loaders) : [called]
  for (const load of needed) program.addCommand(await load())
  for (const top of program.commands.filter((command) => inSpaces.has(command.name())))
    for (const command of withSubcommands(top))
      if (command.commands.length === 0) command.option('--space <name>', 'space to work in')
  for (const command of withSubcommands(program)) {
    command.exitOverride()
    if (command.commands.length === 0) command.option('--json', 'print the result as JSON')
  }
  return program
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}
