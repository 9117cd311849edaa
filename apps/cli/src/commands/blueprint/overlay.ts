import { readdir } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import {
  checkOverlayMatches,
  noGeneratorSettings,
  writeBlueprint,
  type AppliedEntry,
  type GeneratorSettings,
} from '@groundplan/blueprint-generator'
import { hasErrors, printDiagnostic, type Diagnostic } from '@groundplan/errors'
import { companyPrefix, discoverModules } from '@groundplan/importer'
import { isConfigurationFile, type TerraformModule } from '@groundplan/terraform-module'
import { listModuleDirectories, readModuleDirectory } from '@groundplan/terraform-module-files'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { printAppliedEntries } from '../../print-applied-entries.ts'
import { readCompanyFolder, readOverlayFolder } from './read-overlay-folder.ts'

export function createOverlayCommand(): Command {
  const command = new Command('overlay').description("Check a repository's overlay and templates")
  command
    .command('check')
    .description('Check .groundplan/ and CODEOWNERS of a repository, and show which inputs they affect')
    .argument('[directory]', 'root of a repository, with its uncommitted files', '.')
    .option('--company <directory>', 'checkout of the blueprint repository, for company-wide settings')
    .addHelpText(
      'after',
      [
        '',
        'Also checks uncommitted files. See docs/templates.md for the format.',
        '',
        'Examples:',
        '  groundplan blueprint overlay check',
        '  groundplan blueprint overlay check ~/src/platform-modules --company ~/src/blueprints --json',
      ].join('\n'),
    )
    .action(run(check))
  return command
}

interface CheckedModule {
  readonly path: string
  readonly entries: readonly AppliedEntry[]
  /** Inputs that an overlay customizes. */
  readonly inputs: readonly string[]
  readonly owners: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

const check: Action<{ readonly company?: string }> = async (
  { terminal, signal },
  [directory = '.'],
  { company },
) => {
  const own = await readOverlayFolder(directory)
  const companys =
    company === undefined ? noGeneratorSettings : await readCompanyFolder(company, companyPrefix)
  const directories = listDirectories(directory)
  const modules: FoundModule[] = []
  for (const { path, skipped } of directories) {
    signal.throwIfAborted()
    if (skipped === undefined) modules.push(await readBelow(directory, path))
  }
  const checked = modules.map((module) => checkModule(module, [companys, own]))
  const diagnostics = [
    ...companys.diagnostics,
    ...own.diagnostics,
    ...checkOverlayMatches(
      own.entries,
      directories.map(({ path }) => ({ path, variables: variablesIn(path, modules) })),
    ),
    ...checked.flatMap((module) => module.diagnostics),
  ]
  const touched = checked.filter(({ entries }) => entries.length > 0)
  terminal.result({ modules: checked, diagnostics }, () =>
    [
      ...(touched.length === 0 ? [] : [printAppliedEntries(touched, terminal), '']),
      ...diagnostics.map(printDiagnostic),
      `${modules.length} modules, ${touched.length} touched, ${diagnostics.length} findings`,
    ].join('\n'),
  )
  return hasErrors(diagnostics) ? exitCodes.findings : exitCodes.done
}

interface FoundModule {
  readonly module: TerraformModule
  /** Its own configuration files. */
  readonly files: readonly string[]
}

/** Where there is Terraform, as an import would find it. */
function listDirectories(root: string) {
  const files = listModuleDirectories(resolve(root)).map((found) => {
    const path = relative(resolve(root), found).replaceAll('\\', '/')
    return { path: path === '' ? 'main.tf' : `${path}/main.tf`, kind: 'file', blobId: '', size: 0 } as const
  })
  return discoverModules(files, { scope: '.', includeExamples: false })
}

/** The module with paths as the repository has them. */
async function readBelow(root: string, path: string): Promise<FoundModule> {
  const directory = resolve(root, path)
  const names = (await readdir(directory)).filter(isConfigurationFile).sort()
  const files = names.map((name) => (path === '.' ? name : `${path}/${name}`))
  return { module: { ...(await readModuleDirectory(directory)), path }, files }
}

function variablesIn(path: string, modules: readonly FoundModule[]): readonly string[] {
  const found = modules.find(({ module }) => module.path === path)
  return (found?.module.variables ?? []).map(({ name }) => name)
}

function checkModule({ module, files }: FoundModule, settings: readonly GeneratorSettings[]): CheckedModule {
  const { path, variables } = module
  // Its location in git is not known yet and does not affect the checks.
  const source = { store: 'repository', path, commit: '0'.repeat(40), address: '' }
  const { written, applied, diagnostics } = writeBlueprint(module, 'module', source, { settings, files })
  const touched = new Set(applied.flatMap(({ inputs }) => inputs))
  return {
    path,
    entries: applied,
    inputs: variables.map(({ name }) => name).filter((name) => touched.has(name)),
    owners: written?.blueprint().metadata?.owners ?? [],
    diagnostics,
  }
}
