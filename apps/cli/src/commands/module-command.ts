import { normalize } from 'node:path'
import { hasErrors, InputError, NotFoundError, printDiagnostic } from '@groundplan/errors'
import { assessLaunch, inspectModule, isRequired, type TerraformModule } from '@groundplan/terraform-module'
import {
  inspectModules,
  listModuleDirectories,
  readCheckedDirectory,
  type InspectedModule,
} from '@groundplan/terraform-module-files'
import { printType, stringifyJson } from '@groundplan/terraform-type'
import { Command } from 'commander'
import { run, type Action, type CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { createModuleDiffCommand } from './module-diff-command.ts'
import { printLaunch, printValidation, validateWith, type ValidationOptions } from './module-validation.ts'
import { createProgressDisplay } from '../terminal/show-progress.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createModuleCommand(): Command {
  const command = new Command('module').description('Inspect and compare Terraform modules')
  command
    .command('inspect')
    .description('Show the interface of the module in a folder, or of all modules below it')
    .argument('<directory>')
    .option('-r, --recursive', 'every folder with Terraform files, including examples and tests')
    .option('--ndjson', 'with --recursive: print one line of JSON for each module')
    .option('--validate', 'also have Terraform validate the module, in a sandbox')
    .option(
      '--providers <directory>',
      'with --validate: where providers are, as `terraform providers mirror` writes them',
    )
    .option('--terraform <file>', 'with --validate: the executable', 'terraform')
    .addHelpText(
      'after',
      [
        '',
        'The JSON extends the format of terraform-config-inspect (docs/module-inspect.md).',
        'Exits with 1 if a module has errors, or if Terraform rejects it.',
        '',
        'Examples:',
        '  groundplan module inspect modules/rds-postgres',
        "  groundplan module inspect . --json | jq '.variables[].json_schema'",
        '  groundplan module inspect --recursive . --ndjson > modules.ndjson',
        '  groundplan module inspect modules/rds-postgres --validate --providers ~/terraform-providers',
      ].join('\n'),
    )
    .action(run(inspect))
  command.addCommand(createModuleDiffCommand())
  return command
}

interface InspectOptions extends ValidationOptions {
  readonly recursive?: boolean
  readonly ndjson?: boolean
  readonly validate?: boolean
}

const inspect: Action<InspectOptions> = async (context, [directory = ''], options) => {
  const { recursive, ndjson, validate, providers } = options
  if (providers !== undefined && !validate) {
    throw new InputError('--providers needs --validate.', { hint: 'Add --validate.' })
  }
  if (recursive && validate) {
    throw new InputError('--validate needs a single module.', { hint: 'Leave out --recursive.' })
  }
  if (recursive) return inspectTree(context, directory, ndjson === true)
  if (ndjson) {
    throw new InputError('--ndjson needs --recursive.', {
      hint: 'Add --recursive, or use --json for a single module.',
    })
  }
  const module = await readCheckedDirectory(directory)
  const validation = validate ? await validateWith(options, directory, context.signal) : undefined
  const { terminal } = context
  terminal.result({ ...inspectModule(module), validation }, () =>
    [printModule(module, terminal), ...(validation === undefined ? [] : printValidation(validation))].join(
      '\n',
    ),
  )
  const isRejected = hasErrors(module.diagnostics) || validation?.outcome === 'rejected'
  return isRejected ? exitCodes.findings : exitCodes.done
}

async function inspectTree(context: CommandContext, root: string, ndjson: boolean): Promise<number> {
  const { terminal } = context
  const directories = listModuleDirectories(normalize(root))
  if (directories.length === 0) {
    throw new NotFoundError(`No Terraform files found in ${root}.`, {
      hint: 'Specify a folder that contains .tf files at any depth.',
    })
  }
  if (ndjson) return printLines(context, directories, { before: '', between: '\n', after: '\n' })
  if (terminal.json) return printLines(context, directories, { before: '[', between: ',\n', after: ']\n' })
  return printTable(context, directories)
}

interface Punctuation {
  readonly before: string
  readonly between: string
  readonly after: string
}

async function printLines(
  { terminal, signal }: CommandContext,
  directories: readonly string[],
  { before, between, after }: Punctuation,
): Promise<number> {
  let separator = before
  let failed = false
  for await (const { line = '', hasErrors: isBroken } of inspectModules(directories)) {
    signal.throwIfAborted()
    failed ||= isBroken
    if (!(await terminal.write(`${separator}${line}`))) return exitCodes.done
    separator = between
  }
  await terminal.write(after)
  return failed ? exitCodes.findings : exitCodes.done
}

async function printTable(
  { terminal, signal }: CommandContext,
  directories: readonly string[],
): Promise<number> {
  const progress = createProgressDisplay(terminal)
  const modules: InspectedModule[] = []
  try {
    for await (const module of inspectModules(directories, { lines: false })) {
      signal.throwIfAborted()
      modules.push(module)
      const { length: total } = directories
      progress.show({ phase: 'reading', done: modules.length, total, subject: module.directory })
    }
  } finally {
    progress.finish()
  }
  const rows = modules.map(({ directory, counts, hasErrors: isBroken }) => [
    directory,
    String(counts.variables),
    String(counts.required),
    String(counts.outputs),
    isBroken ? 'has errors' : '',
  ])
  const broken = modules.filter((module) => module.hasErrors)
  const table = terminal.table(['Module', 'Variables', 'Required', 'Outputs', ''], rows)
  const hint =
    broken.length === 0 ? '' : `\n${broken.length} with errors: inspect a single module to see them.`
  terminal.result(undefined, () => `${table}\n\n${modules.length} modules${hint}`)
  return broken.length === 0 ? exitCodes.done : exitCodes.findings
}

function printModule(module: TerraformModule, terminal: Terminal): string {
  const { variables, outputs, resources, moduleCalls, diagnostics } = module
  const launch = assessLaunch(module)
  const reasons = new Set(launch.reasons.map(({ message }) => message))
  const variableRows = variables.map((variable) => [
    variable.name,
    printType(variable.type),
    isRequired(variable) ? 'required' : stringifyJson(variable.default?.value),
    variable.description?.trim(),
  ])
  const outputRows = outputs.map(({ name, description }) => [name, description?.trim()])
  const types = [...new Set(resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type))]
  return [
    terminal.table(['Variable', 'Type', 'Default', 'Description'], variableRows),
    '',
    terminal.table(['Output', 'Description'], outputRows),
    '',
    `Creates: ${types.length === 0 ? 'no resources' : types.join(', ')}`,
    ...moduleCalls.map(({ name, source }) => `Calls module ${name} from ${source ?? 'a computed source'}`),
    ...printLaunch(launch),
    ...diagnostics.filter(({ message }) => !reasons.has(message)).map(printDiagnostic),
  ].join('\n')
}
