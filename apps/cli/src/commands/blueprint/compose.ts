import { printBlueprint, validateBlueprint } from '@groundplan/blueprint'
import {
  composeBlueprint,
  graphComposition,
  noGeneratorSettings,
  printCompositionFile,
  type CompositionPlan,
} from '@groundplan/blueprint-generator'
import { hasErrors, InputError, printDiagnostic } from '@groundplan/errors'
import { companyPrefix } from '@groundplan/importer'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { checkName } from './check-name.ts'
import { collectValues } from './collect-values.ts'
import { askWires } from './compose/ask-wires.ts'
import {
  composeFile,
  composeParts,
  composeRoot,
  isYaml,
  splitNamed,
  type Composition,
  type PartSources,
} from './compose/load-composition.ts'
import { showPlan } from './compose/show-plan.ts'
import { ModuleLoader } from './load-module.ts'
import { readCompanyFolder } from './read-overlay-folder.ts'

export function createComposeCommand(): Command {
  return new Command('compose')
    .description('Combine several modules or blueprints into one, and print it')
    .argument('[part...]', 'module folders, blueprint files or name=path; or one composition file')
    .option('--root <directory>', 'take parts and wires from the module calls of a root module')
    .option('--module <call=directory>', 'with --root: location of a called module', collectValues)
    .option('--company <directory>', 'checkout of the blueprint repository, for company-wide settings')
    .option('--name <name>', "the blueprint's name")
    .option('--description <text>', "the blueprint's description")
    .option('--min-confidence <number>', 'minimum confidence for automatic wires, 0 to 1 (default: 0.8)')
    .option('--plan', 'print an editable composition file instead')
    .option('--interactive', 'ask about uncertain wires')
    .option('--graph', 'print a Mermaid graph of the parts instead')
    .addHelpText(
      'after',
      [
        '',
        'Modules and overlays are read as committed. The wiring is printed to standard error (docs/composing.md).',
        '',
        'Examples:',
        '  groundplan blueprint compose modules/network modules/rds-postgres --name app-database > app-database.yaml',
        '  groundplan blueprint compose net=modules/network modules/rds-postgres --plan > app.compose.yaml',
        '  groundplan blueprint compose app.compose.yaml > app.yaml',
        '  groundplan blueprint compose --root examples/complete',
      ].join('\n'),
    )
    .action(run(compose))
}

interface ComposeOptions {
  readonly root?: string
  readonly module?: readonly string[]
  readonly company?: string
  readonly name?: string
  readonly description?: string
  readonly minConfidence?: string
  readonly plan?: boolean
  readonly interactive?: boolean
  readonly graph?: boolean
}

const compose: Action<ComposeOptions> = async ({ terminal, signal }, parts, options) => {
  if (options.name !== undefined) checkName(options.name)
  const company =
    options.company === undefined
      ? noGeneratorSettings
      : await readCompanyFolder(options.company, companyPrefix)
  const sources = { loader: new ModuleLoader(signal), company }
  const found = await findComposition(sources, parts, options, terminal)
  if (found === undefined) return exitCodes.findings
  const plan = options.interactive === true ? await askWires(found.plan, signal) : found.plan
  const composition = { ...found, plan, ...pick('name', options), ...pick('description', options) }
  showPlan(plan, terminal)
  if (options.graph === true) {
    terminal.result(describePlan(plan), () => graphComposition(plan))
    return exitCodes.done
  }
  if (options.plan === true) {
    const text = printCompositionFile(plan, composition)
    terminal.result({ ...describePlan(plan), text }, () => text)
    return exitCodes.done
  }
  return printComposed(composition, terminal)
}

function pick<Key extends 'name' | 'description'>(
  key: Key,
  options: ComposeOptions,
): Partial<Record<Key, string>> {
  const value = options[key]
  return (value === undefined ? {} : { [key]: value }) as Partial<Record<Key, string>>
}

/** Errors prevent the blueprint; otherwise parts would be silently missing. */
function printComposed({ plan, name, description }: Composition, terminal: Terminal): number {
  if (hasErrors(plan.diagnostics) || plan.parts.length === 0) {
    terminal.result(describePlan(plan), () => '')
    if (!terminal.json)
      terminal.note('No blueprint was written. Use --plan to print an editable composition file.')
    return exitCodes.findings
  }
  const text = printBlueprint(composeBlueprint(plan, { name, description }))
  const { diagnostics } = validateBlueprint(`${name}.yaml`, text)
  for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
  terminal.result({ name, text, ...describePlan(plan) }, () => text)
  return hasErrors(diagnostics) ? exitCodes.findings : exitCodes.done
}

/** A plan's JSON output. */
function describePlan({
  parts,
  wires,
  alternatives,
  avoided,
  inputs,
  groups,
  dependencies,
  ...rest
}: CompositionPlan) {
  const { constants, expressions = [], environment = [], outputs, leftOut, diagnostics } = rest
  const grains = parts.map(({ grain }) => grain)
  return {
    grains,
    wires,
    alternatives,
    avoided,
    inputs,
    constants,
    expressions,
    environment,
    outputs,
    leftOut,
    dependencies,
    groups,
    diagnostics,
  }
}

async function findComposition(
  sources: PartSources,
  parts: readonly string[],
  { root, module = [], name, minConfidence }: ComposeOptions,
  terminal: Terminal,
): Promise<Composition | undefined> {
  if (root !== undefined) {
    if (parts.length > 0)
      throw new InputError('--root cannot be combined with other parts.', { hint: 'Use one of the two.' })
    return composeRoot(sources, root, readModuleOptions(module))
  }
  const [first, ...others] = parts
  if (first === undefined) {
    throw new InputError('Nothing to compose.', { hint: 'Specify module folders, or use --root.' })
  }
  if (others.length === 0 && splitNamed(first).name === undefined && isYaml(first)) {
    const { composition, diagnostics } = await composeFile(sources, first)
    for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
    return composition
  }
  const composition = await composeParts(sources, parts, readConfidence(minConfidence))
  return { name: name ?? Object.keys(composition.parts).join('-'), ...composition }
}

function readModuleOptions(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((each) => {
      const { name, path } = splitNamed(each)
      if (name === undefined)
        throw new InputError(`"${each}" does not name a module call.`, { hint: 'Use call=folder.' })
      return [name, path]
    }),
  )
}

function readConfidence(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const confidence = Number(text)
  if (text.trim() !== '' && confidence >= 0 && confidence <= 1) return confidence
  throw new InputError(`Invalid confidence "${text}".`, { hint: 'Use a number from 0 to 1, e.g. 0.8.' })
}
