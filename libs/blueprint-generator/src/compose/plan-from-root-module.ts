import { printPosition, type Diagnostic, type SourcePosition } from '@groundplan/errors'
import {
  isConfigurationFile,
  type ConfigurationArgument,
  type ModuleCall,
  type SourceFile,
  type TerraformModule,
} from '@groundplan/terraform-module'
import type { BlueprintSource } from '../generate-blueprint.ts'
import { completePlan } from './complete-plan.ts'
import type { CompositionPlan } from './composition-plan.ts'
import type { ModulePart, Part } from './part.ts'
import { readPart } from './read-part.ts'
import { readParts } from './read-parts.ts'
import { RootChoices } from './root-choices.ts'
import { readRootCalls, type RootCalls } from './root-calls.ts'

export interface RootModule {
  readonly module: TerraformModule
  /** Its own configuration files. */
  readonly files: readonly SourceFile[]
  readonly source: BlueprintSource
}

export type FoundModule = Omit<ModulePart, 'grain'>

const asOne = 'To launch the root module as a single grain, run `groundplan blueprint generate`.'

/**
 * The composition that a root module's own module calls are: each call is a part, and what it is given becomes a wire, a field
 * of the form or a constant. What cannot be said in a blueprint is a finding with its place. `lookup` finds a call's module.
 */
export async function planFromRootModule(
  root: RootModule,
  lookup: (call: ModuleCall) => FoundModule | undefined,
): Promise<CompositionPlan> {
  const calls = await readRootCalls(root.files.filter(({ path }) => isConfigurationFile(path)))
  const diagnostics: Diagnostic[] = [...listResources(root.module)]
  const parts: ModulePart[] = []
  for (const call of root.module.moduleCalls) {
    const problem = findObstacle(call, calls)
    const found = problem === undefined ? lookup(call) : undefined
    if (found !== undefined) parts.push(showGiven({ grain: call.name, ...found }, calls))
    else diagnostics.push(problem ?? unknownSource(call))
  }
  const read = readParts(parts)
  const { part: interfaceOfRoot } = readPart({ grain: 'root', module: root.module, source: root.source })
  const choices = new RootChoices(read.parts, interfaceOfRoot)
  for (const part of read.parts) addArguments(choices, part, calls)
  const found = choices.finish()
  const plan = completePlan(read.parts, found.choices, found.locate)
  const all = [...diagnostics, ...read.diagnostics, ...found.diagnostics, ...plan.diagnostics]
  return { ...plan, diagnostics: all.toSorted(byPlace) }
}

/** Arguments of a call count, even if an overlay hides the input from the form. */
function showGiven(part: ModulePart, { calls }: RootCalls): ModulePart {
  const { hidden } = part.settings ?? {}
  if (hidden === undefined) return part
  const given = new Set(calls.get(part.grain)?.map(({ name }) => name))
  const left = [...hidden].filter((name) => !given.has(name))
  return { ...part, settings: { ...part.settings, hidden: new Set(left) } }
}

function addArguments(choices: RootChoices, part: Part, { calls, locals }: RootCalls): void {
  const given = calls.get(part.grain) ?? []
  for (const argument of given) {
    if (argument.name === 'depends_on') choices.addDependencies(part.grain, argument)
    else if (!metaArguments.has(argument.name)) choices.addArgument(part, argument, locals)
  }
  const names = new Set(given.map(({ name }) => name))
  choices.leaveOut(part, (name) => !names.has(name))
}

/** Arguments of a `module` block that Terraform itself understands. */
const metaArguments = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on'])

/** Why a call cannot be a grain. */
function findObstacle({ name, position }: ModuleCall, { calls }: RootCalls): Diagnostic | undefined {
  const given = calls.get(name) ?? []
  const find = (meta: string): ConfigurationArgument | undefined => given.find((each) => each.name === meta)
  const repeated = find('for_each') ?? find('count')
  if (repeated !== undefined) {
    const message = `Module "${name}" uses ${repeated.name}, which grains do not support.`
    return { severity: 'error', rule: 'repeated-call', ...repeated.position, message, hint: asOne }
  }
  const providers = find('providers')
  if (providers === undefined) return undefined
  const message = `Module "${name}" is passed providers, which grains do not support.`
  return { severity: 'error', rule: 'providers', ...(providers.position ?? position), message, hint: asOne }
}

function unknownSource({ name, source, position }: ModuleCall): Diagnostic {
  const from = source === undefined ? 'a computed source' : `"${source}"`
  return {
    severity: 'error',
    rule: 'unknown-source',
    ...position,
    message: `Module "${name}" comes from ${from}, which is not in this repository.`,
    hint: `Specify its folder: --module ${name}=FOLDER. ${asOne}`,
  }
}

function listResources({ resources }: TerraformModule): readonly Diagnostic[] {
  return resources.map(({ mode, type, name, position }) => {
    const address = `${mode === 'managed' ? '' : `${mode}.`}${type}.${name}`
    const message = `${address} is not inside a module call, so the composed blueprint does not include it.`
    return {
      severity: mode === 'managed' ? 'error' : 'warning',
      rule: 'beside',
      ...position,
      message,
      hint: asOne,
    }
  })
}

function byPlace(left: SourcePosition, right: SourcePosition): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return (left.line ?? 0) - (right.line ?? 0) || (printPosition(left) < printPosition(right) ? -1 : 1)
}
