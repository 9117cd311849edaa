import { terraformGrains, type Blueprint, type BlueprintInput } from '@groundplan/blueprint'
import type { Diagnostic } from '@groundplan/errors'
import {
  followLocals,
  readDependencies,
  type Origins,
  type Output,
  type TerraformModule,
  type VariableUse,
} from '@groundplan/terraform-module'
import { parseType, type Json, type TerraformType } from '@groundplan/terraform-type'
import { generateBlueprint } from '../generate-blueprint.ts'
import { inferOutputType } from './infer-expression-type.ts'
import { toNameWords } from './name-words.ts'
import { findWholeExpression, listInputUses, printKey, rewriteReferences } from './rewrite-references.ts'
import type {
  BlueprintPart,
  CompositionPart,
  ModulePart,
  OutputOrigin,
  Part,
  PartInput,
  PartOutput,
} from './part.ts'

export interface ReadPartResult {
  /** Absent if it cannot be composed. */
  readonly part: Part | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads the interface of one part for the other parts of a composition. */
export function readPart(part: CompositionPart): ReadPartResult {
  return 'module' in part ? { part: fromModule(part), diagnostics: [] } : fromBlueprint(part)
}

function fromModule({ grain, module, source, settings }: ModulePart): Part {
  const blueprint = generateBlueprint(module, grain, source, settings)
  return {
    grain,
    nouns: nounsOf(grain, `${source.store}/${source.path}`),
    identity: `${source.store}/${source.path}`,
    store: source.store,
    creates: new Set(module.resources.filter(({ mode }) => mode === 'managed').map(({ type }) => type)),
    isComputing: module.moduleCalls.length === 0 && module.resources.every(({ mode }) => mode !== 'managed'),
    inputs: listInputs(blueprint, listUses(module)),
    outputs: listModuleOutputs(module, grain),
    blueprint,
  }
}

function fromBlueprint({ grain, blueprint }: BlueprintPart): ReadPartResult {
  const [only, ...others] = terraformGrains(blueprint)
  const file = blueprint.metadata?.['display-name'] ?? grain
  if (only === undefined || others.length > 0 || Object.keys(blueprint.grains).length > 1) {
    const message = `The blueprint of part "${grain}" does not have exactly one Terraform grain.`
    const hint = 'Combine the blueprints or modules of its grains instead.'
    return { part: undefined, diagnostics: [{ severity: 'error', rule: 'part', file, message, hint }] }
  }
  const [oldName, { spec }] = only
  const { store, path } = spec.source
  const part: Part = {
    grain,
    nouns: nounsOf(grain, `${oldName} ${store}/${path}`),
    identity: `${store}/${path}`,
    store,
    creates: new Set(),
    isComputing: false,
    inputs: listInputs(blueprint, new Map()),
    outputs: listBlueprintOutputs(blueprint, grain),
    blueprint,
  }
  return { part, diagnostics: [] }
}

function listBlueprintOutputs({ outputs = {} }: Blueprint, grain: string): readonly PartOutput[] {
  return Object.entries(outputs).map(([name, { description, sensitive, value: template }]) => {
    const value = String(rewriteReferences(template, { input: () => undefined, grain: () => grain }))
    return {
      name,
      description,
      sensitive: sensitive === true,
      type: { kind: 'any' },
      origins: [],
      isPassedThrough: false,
      isUnchanged: false,
      value,
      isPlain: findWholeExpression(value) !== undefined,
    }
  })
}

/** By variable, where its value goes: arguments of resources, and of the modules that it is passed to. */
function listUses({ uses, moduleCalls }: TerraformModule): ReadonlyMap<string, readonly VariableUse[]> {
  const passed = moduleCalls.flatMap(({ name, arguments: given }) =>
    given.flatMap(({ name: argument, expression }): readonly VariableUse[] => {
      const variable = /^var\.([\w-]+)$/.exec(expression.trim())?.[1]
      return variable === undefined ? [] : [{ variable, resource: `module_${name}`, argument }]
    }),
  )
  return Map.groupBy([...uses, ...passed], ({ variable }) => variable)
}

function listInputs(
  blueprint: Blueprint,
  variableUses: ReadonlyMap<string, readonly VariableUse[]>,
): readonly PartInput[] {
  const { inputs = {}, outputs = {}, labels = [] } = blueprint
  const specs = terraformGrains(blueprint).map(([, { spec }]) => [
    spec.inputs ?? [],
    spec['env-vars'] ?? [],
    (spec.providers ?? {}) as Json,
  ])
  const values = Object.values(outputs).map(({ value }) => value)
  const uses = listInputUses([...specs, values, labels] as Json)
  return Object.entries(inputs).map(([name, given]) => {
    const input: BlueprintInput = given ?? {}
    return {
      name,
      type: typeOf(input),
      required: input.default === undefined && input.optional !== true,
      input,
      uses: variableUses.get(name) ?? [],
      isWhole: uses.get(name) !== false,
    }
  })
}

function typeOf({ type = 'string' }: BlueprintInput): TerraformType {
  const parsed = parseType(type)
  return parsed.ok ? parsed.type : { kind: 'any' }
}

function listModuleOutputs(module: TerraformModule, grain: string): readonly PartOutput[] {
  const variables = new Map(module.variables.map(({ name, type }) => [name, type]))
  const dependencies = new Map(readDependencies(module).outputs.map((output) => [output.name, output]))
  return module.outputs
    .filter(({ ephemeral }) => !ephemeral)
    .map((output) => {
      const { resources = [], moduleOutputs = [], variables: from = [] } = dependencies.get(output.name) ?? {}
      return {
        name: output.name,
        description: output.description,
        sensitive: output.sensitive,
        type: inferOutputType(output, variables),
        origins: listOrigins(output, followLocals(module, output.references), { resources, moduleOutputs }),
        isPassedThrough: resources.length === 0 && moduleOutputs.length === 0 && from.length > 0,
        isUnchanged: /^var\.[\w-]+$/.test(output.value?.trim() ?? ''),
        value: `{{ .grains.${printKey(grain)}.outputs.${printKey(output.name)} }}`,
        isPlain: true,
      }
    })
}

function listOrigins(
  { value = '' }: Output,
  references: readonly string[],
  { resources, moduleOutputs }: Pick<Origins, 'resources' | 'moduleOutputs'>,
): readonly OutputOrigin[] {
  // `[for each in aws_subnet.this : each.id]` and `values(aws_subnet.this)[*].id`
  const last = /\.([a-z_]\w*)[\s)\]},]*$/.exec(value.slice(-maximumTail))?.[1]
  return [
    ...resources.map((address): OutputOrigin => {
      const steps = address.split('.')
      const direct = references.find((reference) => reference.startsWith(`${address}.`))
      const name = steps.length === 3 ? (steps[1] ?? '') : (steps[0] ?? '')
      return {
        kind: steps.length === 3 ? 'data' : 'resource',
        name,
        attribute:
          direct?.slice(address.length + 1).split('.')[0] ?? (last === steps.at(-1) ? undefined : last),
      }
    }),
    ...moduleOutputs.map(({ module, output }): OutputOrigin => ({
      kind: 'module',
      name: module,
      attribute: output,
    })),
  ]
}

/** How much of an expression's end is looked at, in characters. */
const maximumTail = 200

/** Words for places where modules are kept; they do not describe a module. */
const placeWords = new Set(
  'terraform module aws azurerm azure google ibm gcp avm res ptn path root repository infra infrastructure'.split(
    ' ',
  ),
)

function nounsOf(grain: string, place: string): ReadonlySet<string> {
  const tail =
    place
      .split('/')
      .filter((segment) => segment !== '.')
      .at(-1) ?? ''
  const words = [...toNameWords(grain).words, ...toNameWords(tail).words]
  return new Set(words.filter((word) => !placeWords.has(word)))
}
