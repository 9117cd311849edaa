import { hasErrors, printDiagnostic } from '@groundplan/errors'
import { noGeneratorSettings } from '@groundplan/blueprint-generator'
import { companyPrefix, draftBlueprint } from '@groundplan/importer'
import { isConfigurationFile } from '@groundplan/terraform-module'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { checkName } from './check-name.ts'
import { ModuleLoader } from './load-module.ts'
import { readCompanyFolder } from './read-overlay-folder.ts'

export function createGenerateCommand(): Command {
  return new Command('generate')
    .description('Print the blueprint of the module in a folder, as an import would propose it')
    .argument('<directory>', 'folder of a module in a git repository')
    .option('--name <name>', 'blueprint name (default: name of the folder)')
    .option('--company <directory>', 'checkout of the blueprint repository, for company-wide settings')
    .addHelpText(
      'after',
      '\nUses the committed overlay of the repository (docs/templates.md).\n\nExamples:\n  groundplan blueprint generate modules/rds-postgres > rds-postgres.yaml',
    )
    .action(run(generate))
}

interface GenerateOptions {
  readonly name?: string
  readonly company?: string
}

const generate: Action<GenerateOptions> = async (
  { terminal, signal },
  [directory = ''],
  { name, company },
) => {
  if (name !== undefined) checkName(name)
  const { settings: own, ...found } = await new ModuleLoader(signal).load(directory)
  const { module, source } = found
  for (const diagnostic of module.diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (hasErrors(module.diagnostics)) return exitCodes.findings
  const companys =
    company === undefined ? noGeneratorSettings : await readCompanyFolder(company, companyPrefix)
  const settings = [companys, own]
  const files = found.files.map(({ path }) => path).filter(isConfigurationFile)
  const subject = {
    module,
    name: name ?? found.name,
    source,
    files,
    settings: settings.map((each) => each.sources),
  }
  const drafted = await draftBlueprint(subject, { branch: '', signal })
  const about = [...settings.flatMap((each) => each.diagnostics), ...drafted.diagnostics]
  for (const diagnostic of about) terminal.note(printDiagnostic(diagnostic))
  const isBroken = settings.some(({ broken }) => broken.length > 0)
  if (isBroken || drafted.draft === undefined) return exitCodes.findings
  const yaml = drafted.draft.changes.find(({ kind, path }) => kind === 'write' && path.endsWith('.yaml'))
  const text = yaml?.kind === 'write' ? yaml.content : ''
  terminal.result({ name: name ?? found.name, text }, () => text)
  return exitCodes.done
}
