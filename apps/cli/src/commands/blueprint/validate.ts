import { placeFindings, sortDiagnostics, validateBlueprint, validationRules } from '@groundplan/blueprint'
import { checkAgainstModules, type ModuleLookup } from '@groundplan/blueprint-generator'
import { NotFoundError, type Diagnostic } from '@groundplan/errors'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { reportFindings, withReportOptions, type ReportOptions } from '../../terminal/report-findings.ts'
import { collectValues } from './collect-values.ts'
import { createModuleLookup, parseRepositories } from './look-up-modules.ts'
import { checkFolder, listFiles, readAnyText } from './read-files.ts'

export function createValidateCommand(): Command {
  const command = new Command('validate')
    .description('Check blueprint files and report all findings')
    .argument('<path...>', 'files, or folders with YAML files at any depth')
  return withReportOptions(command)
    .option(
      '-r, --repository <name=folder>',
      'compare grains with the modules in this checkout; can be repeated',
      collectValues,
    )
    .addHelpText(
      'after',
      [
        '',
        'The rules are described in docs/blueprint-format.md. Exits with 1 if there are errors.',
        '',
        'Examples:',
        '  groundplan blueprint validate blueprints/',
        '  groundplan blueprint validate rds.yaml --repository platform-modules=../platform-modules',
        '  groundplan blueprint validate blueprints/ --format sarif --output findings.sarif',
      ].join('\n'),
    )
    .action(run(validate))
}

interface ValidateOptions extends ReportOptions {
  readonly repository?: readonly string[]
}

const validate: Action<ValidateOptions> = async (context, paths, options) => {
  const repositories = parseRepositories(options.repository ?? [])
  await Promise.all([...repositories.values()].map(checkFolder))
  const used = new Set<string>()
  const read = createModuleLookup(repositories, context.signal)
  const lookup: ModuleLookup = (source) => {
    used.add(source.store)
    return read(source)
  }
  const files = [...new Set((await Promise.all(paths.map(listFiles))).flat())]
  if (files.length === 0) throw new NotFoundError('No YAML files found.')
  const diagnostics: Diagnostic[] = []
  for (const file of files) {
    context.signal.throwIfAborted()
    diagnostics.push(...(await checkFile(file, lookup)))
  }
  for (const name of repositories.keys())
    if (!used.has(name)) context.terminal.note(describeUnused(name, used))
  const report = { command: 'groundplan blueprint validate', files, diagnostics, rules: validationRules }
  return reportFindings(context, report, options)
}

/** A mistyped name would otherwise look like a check without findings. */
function describeUnused(name: string, used: ReadonlySet<string>): string {
  const stores = [...used].sort().join(', ')
  const others = stores === '' ? '' : ` The grains come from ${stores}.`
  return `No grain comes from the repository "${name}", so nothing was compared.${others}`
}

async function checkFile(file: string, lookup: ModuleLookup): Promise<readonly Diagnostic[]> {
  const { text, problem } = await readAnyText(file)
  if (problem !== undefined) return [problem]
  const { blueprint, diagnostics, locate } = validateBlueprint(file, text)
  if (blueprint === undefined) return diagnostics
  const findings = await checkAgainstModules(blueprint, lookup)
  return sortDiagnostics([...diagnostics, ...placeFindings({ file, text, locate }, findings)])
}
