import { writeFile } from 'node:fs/promises'
import { placeFindings, sortDiagnostics, validateBlueprint, validationRules } from '@groundplan/blueprint'
import { checkAgainstModules, type ModuleLookup } from '@groundplan/blueprint-generator'
import { InputError, NotFoundError, type Diagnostic } from '@groundplan/errors'
import { stringifyJson } from '@groundplan/terraform-type'
import { Command, Option } from 'commander'
import cliPackage from '../../../package.json' with { type: 'json' }
import { run, type Action, type CommandContext } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { isFailure, type FindingsReport } from '../../terminal/findings-report.ts'
import { printFindings } from '../../terminal/print-findings.ts'
import { printJunit } from '../../terminal/print-junit.ts'
import { printSarif } from '../../terminal/print-sarif.ts'
import { createModuleLookup, parseRepositories } from './look-up-modules.ts'
import { listFiles, readText } from './read-files.ts'

const formats = ['human', 'json', 'sarif', 'junit'] as const
type Format = (typeof formats)[number]

export function createValidateCommand(): Command {
  return new Command('validate')
    .description('Check blueprint files; all findings at once')
    .argument('<path...>', 'files, or folders with YAML files in them or below')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(formats).default('human'))
    .option('-o, --output <file>', 'write them there instead')
    .addOption(
      new Option('--fail-on <severity>', 'the least finding that makes the exit code 1')
        .choices(['error', 'warning'])
        .default('error'),
    )
    .option(
      '-r, --repository <name=folder>',
      'compare grains with the modules there; may be repeated',
      collect,
      [],
    )
    .addHelpText(
      'after',
      [
        '',
        'The rules are described in docs/blueprint-format.md. The exit code is 1 if there are errors.',
        '',
        'Examples:',
        '  groundplan blueprint validate blueprints/',
        '  groundplan blueprint validate rds.yaml --repository platform-modules=../platform-modules',
        '  groundplan blueprint validate blueprints/ --format sarif --output findings.sarif',
      ].join('\n'),
    )
    .action(run(validate))
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value]
}

interface ValidateOptions {
  readonly format: Format
  readonly json?: boolean
  readonly output?: string
  readonly failOn: FindingsReport['failOn']
  readonly repository: readonly string[]
}

const validate: Action<ValidateOptions> = async (context, paths, options) => {
  const { failOn, repository, output } = options
  const lookup = createModuleLookup(parseRepositories(repository), context.signal)
  const files = [...new Set((await Promise.all(paths.map(listFiles))).flat())]
  if (files.length === 0) throw new NotFoundError('There are no YAML files there.')
  const diagnostics: Diagnostic[] = []
  for (const file of files) {
    context.signal.throwIfAborted()
    diagnostics.push(...(await checkFile(file, lookup)))
  }
  const report: FindingsReport = { files, diagnostics, rules: validationRules, failOn }
  await show(context, report, { format: options.json ? 'json' : options.format, output })
  return diagnostics.some((diagnostic) => isFailure(diagnostic, failOn)) ? exitCodes.findings : exitCodes.done
}

async function checkFile(file: string, lookup: ModuleLookup): Promise<readonly Diagnostic[]> {
  const text = await readText(file)
  const { blueprint, diagnostics, locate } = validateBlueprint(file, text)
  if (blueprint === undefined) return diagnostics
  const findings = await checkAgainstModules(blueprint, lookup)
  return sortDiagnostics([...diagnostics, ...placeFindings({ file, text, locate }, findings)])
}

async function show(
  { terminal }: CommandContext,
  report: FindingsReport,
  { format, output }: { readonly format: Format; readonly output: string | undefined },
): Promise<void> {
  const text = print(report, format)
  if (output === undefined) {
    await terminal.write(`${text}\n`)
    return
  }
  try {
    await writeFile(output, `${text}\n`)
  } catch (cause) {
    throw new InputError(`The file ${output} cannot be written.`, {
      hint: 'Name a file in a folder that is there.',
      cause,
    })
  }
  const lines = printFindings(report).split('\n')
  terminal.note(`${lines.at(-1) ?? ''}: written to ${output}`)
}

function print(report: FindingsReport, format: Format): string {
  switch (format) {
    case 'human':
      return printFindings(report)
    case 'json':
      return printJson(report)
    case 'sarif':
      return printSarif(report, { name: 'groundplan', version: cliPackage.version, root: process.cwd() })
    case 'junit':
      return printJunit(report, 'groundplan blueprint validate')
  }
}

function printJson({ files, diagnostics, rules }: FindingsReport): string {
  const found = new Set(diagnostics.map(({ rule }) => rule))
  return stringifyJson({
    files: files.length,
    diagnostics,
    rules: rules.filter(({ id }) => found.has(id)),
  })
}
