import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { hasErrors, NotFoundError, printDiagnostic } from '@groundplan/errors'
import { noGeneratorSettings } from '@groundplan/blueprint-generator'
import { companyPrefix, draftBlueprint, readRepository, readRepositorySettings } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { isConfigurationFile, MemoryModuleCache } from '@groundplan/terraform-module'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { checkName } from './check-name.ts'
import { checkFolder } from './read-files.ts'
import { readCompanyFolder } from './read-overlay-folder.ts'

export function createGenerateCommand(): Command {
  return new Command('generate')
    .description('Print the blueprint of the module in a folder, as an import would propose it')
    .argument('<directory>', 'folder of a module in a git repository')
    .option('--name <name>', "the blueprint's name; by default the folder's")
    .option('--company <directory>', 'checkout of the blueprint repository, for what the company says')
    .addHelpText(
      'after',
      '\nThe overlay of the repository counts as it is committed (docs/templates.md).\n\nExamples:\n  groundplan blueprint generate modules/rds-postgres > rds-postgres.yaml',
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
  await checkFolder(directory)
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(tmpdir(), 'groundplan-clones') })
  const snapshot = await reader.open({ address: resolve(directory) }, { signal })
  const cache = new MemoryModuleCache()
  const read = await readRepository(snapshot, { includeExamples: true, cache, signal, onModule: () => {} })
  const found = read.find(({ directory: { path } }) => path === snapshot.scope)
  if (found?.module === undefined) {
    throw new NotFoundError(`There is no committed Terraform module in ${directory}.`, {
      hint: 'Name a folder with .tf files; only what is committed counts.',
    })
  }
  const { module, commit } = found
  for (const diagnostic of module.diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (hasErrors(module.diagnostics)) return exitCodes.findings
  const fallback = module.path === '.' ? snapshot.name : module.path.slice(module.path.lastIndexOf('/') + 1)
  const source = { store: snapshot.name, path: module.path, commit, address: snapshot.address }
  const companys =
    company === undefined ? noGeneratorSettings : await readCompanyFolder(company, companyPrefix)
  const settings = [companys, await readRepositorySettings(snapshot)]
  const files = found.directory.entries.map(({ path }) => path).filter(isConfigurationFile)
  const drafted = await draftBlueprint(module, name ?? fallback, source, { settings, files, branch: '' })
  const about = [...settings.flatMap((each) => each.diagnostics), ...drafted.diagnostics]
  for (const diagnostic of about) terminal.note(printDiagnostic(diagnostic))
  const isBroken = settings.some(({ broken }) => broken.length > 0)
  if (isBroken || drafted.draft === undefined) return exitCodes.findings
  const yaml = drafted.draft.changes.find(({ kind, path }) => kind === 'write' && path.endsWith('.yaml'))
  const text = yaml?.kind === 'write' ? yaml.content : ''
  terminal.result({ name: name ?? fallback, text }, () => text)
  return exitCodes.done
}
