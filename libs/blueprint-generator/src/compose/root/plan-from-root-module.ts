import { printPosition, type Diagnostic, type SourcePosition } from '@groundplan/errors'
import {
  isConfigurationFile,
  type ConfigurationArgument,
  type ModuleCall,
  type SourceFile,
  type TerraformModule,
} from '@groundplan/terraform-module'
import type { BlueprintSource } from '../../generate-blueprint.ts'
import { completePlan } from '../complete-plan.ts'
import type { CompositionPlan } from '../composition-plan.ts'
import type { ModulePart, Part } from '../part.ts'
import { readPart } from '../read-part.ts'
import { readParts } from '../read-parts.ts'
import { listLostBlocks } from './lost-blocks.ts'
import { readProviderSettings } from './provider-settings.ts'
import { readRootBlocks, type RootBlocks } from './root-blocks.ts'
import { asOne, RootChoices } from './root-choices.ts'
import { RootEvaluation, type CallInstance } from './root-evaluation.ts'
import { NotCarried } from './root-value.ts'

export interface RootModule {
  readonly module: TerraformModule
  /** Its own configuration files. */
  readonly files: readonly SourceFile[]
  readonly source: BlueprintSource
}

export type FoundModule = Omit<ModulePart, 'grain'>

/** A part and the call that it comes from. */
interface CalledPart {
  readonly call: string
  readonly instance: CallInstance
  readonly part: ModulePart
}

/**
 * The composition that a root module's own module calls are: each call is a part, or several with `count` and `for_each`, and
 * what it is given becomes a wire, an expression, a field of the form or a constant. Provider settings, outputs and the required
 * version are carried over too. What a blueprint cannot say is an error with its place. `lookup` finds a call's module.
 */
export async function planFromRootModule(
  root: RootModule,
  lookup: (call: ModuleCall) => FoundModule | undefined,
): Promise<CompositionPlan> {
  const { module } = root
  const blocks = await readRootBlocks(root.files.filter(({ path }) => isConfigurationFile(path)))
  const { part: interfaceOfRoot } = readPart({ grain: 'root', module, source: root.source })
  const found = new Map(module.moduleCalls.map((call) => [call.name, lookup(call)] as const))
  const evaluation = new RootEvaluation({
    blocks,
    variables: new Set(interfaceOfRoot?.inputs.map(({ name }) => name)),
    outputs: listOutputs(found),
  })
  const called = callParts(module, found, blocks, evaluation)
  const read = readParts(called.parts.map(({ part }) => part))
  const choices = new RootChoices(read.parts, interfaceOfRoot, module, evaluation)
  const lost: Diagnostic[] = []
  for (const part of read.parts) {
    const origin = called.parts.find((each) => each.part.grain === part.grain)
    const given = blocks.calls.get(origin?.call ?? '') ?? []
    if (origin === undefined) continue
    addArguments(choices, part, given, origin.instance)
    const settings = readProviderSettings(origin.part, given, { root: module, blocks, evaluation })
    choices.addProviders(settings.providers)
    lost.push(...settings.diagnostics)
  }
  for (const [name, value] of blocks.outputs) choices.addOutput(name, value)
  const finished = choices.finish()
  const plan = completePlan(read.parts, finished.choices, finished.locate)
  const all = [
    ...listLostBlocks(module),
    ...called.diagnostics,
    ...read.diagnostics,
    ...lost,
    ...finished.diagnostics,
    ...plan.diagnostics,
  ]
  return { ...plan, diagnostics: unique(all).toSorted(byPlace) }
}

function listOutputs(
  found: ReadonlyMap<string, FoundModule | undefined>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    [...found].flatMap(([name, each]) => {
      if (each === undefined) return []
      const outputs = each.module.outputs.filter(({ ephemeral }) => !ephemeral)
      return [[name, new Set(outputs.map((output) => output.name))] as const]
    }),
  )
}

function callParts(
  { moduleCalls }: TerraformModule,
  found: ReadonlyMap<string, FoundModule | undefined>,
  blocks: RootBlocks,
  evaluation: RootEvaluation,
): { readonly parts: readonly CalledPart[]; readonly diagnostics: readonly Diagnostic[] } {
  const parts: CalledPart[] = []
  const diagnostics: Diagnostic[] = []
  for (const call of moduleCalls) {
    const module = found.get(call.name)
    if (module === undefined) {
      diagnostics.push(unknownSource(call))
      continue
    }
    try {
      const instances = evaluation.expand(call.name)
      if (instances.length === 0) diagnostics.push(noCopies(call))
      for (const instance of instances)
        parts.push({
          call: call.name,
          instance,
          part: showGiven({ ...module, grain: instance.grain }, blocks.calls.get(call.name) ?? []),
        })
    } catch (error) {
      if (!(error instanceof NotCarried)) throw error
      diagnostics.push(repeatedCall(call, blocks, error.message))
    }
  }
  return { parts, diagnostics }
}

/** Arguments of a call count, even if an overlay hides the input from the form. */
function showGiven(part: ModulePart, arguments_: readonly ConfigurationArgument[]): ModulePart {
  const { hidden } = part.settings ?? {}
  if (hidden === undefined) return part
  const given = new Set(arguments_.map(({ name }) => name))
  const left = [...hidden].filter((name) => !given.has(name))
  return { ...part, settings: { ...part.settings, hidden: new Set(left) } }
}

function addArguments(
  choices: RootChoices,
  part: Part,
  given: readonly ConfigurationArgument[],
  instance: CallInstance,
): void {
  for (const argument of given) {
    if (argument.name === 'depends_on') choices.addDependencies(part.grain, argument)
    else if (!metaArguments.has(argument.name)) choices.addArgument(part, argument, instance)
  }
  const names = new Set(given.map(({ name }) => name))
  choices.leaveOut(part, (name) => !names.has(name))
}

/** Arguments of a `module` block that Terraform itself understands. */
const metaArguments = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on'])

function repeatedCall({ name, position }: ModuleCall, { calls }: RootBlocks, reason: string): Diagnostic {
  const repeated = calls.get(name)?.find((each) => each.name === 'for_each' || each.name === 'count')
  const message = `Module "${name}" uses ${repeated?.name ?? 'count'}, which cannot be carried over: ${reason}.`
  const hint = `Use a constant, such as toset(["a", "b"]). ${asOne}`
  return { severity: 'error', rule: 'repeated-call', ...(repeated?.position ?? position), message, hint }
}

function noCopies({ name, position }: ModuleCall): Diagnostic {
  const message = `Module "${name}" has no copies, so it is not a part of the blueprint.`
  return { severity: 'note', rule: 'no-copies', ...position, message }
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

/** Copies of one call have the same to tell. */
function unique(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()]
}

function byPlace(left: SourcePosition, right: SourcePosition): number {
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return (left.line ?? 0) - (right.line ?? 0) || (printPosition(left) < printPosition(right) ? -1 : 1)
}
