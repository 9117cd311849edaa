import { parseType, printType, type Json } from '@groundplan/terraform-type'
import {
  isTerraformGrain,
  type Blueprint,
  type BlueprintInput,
  type BlueprintOutput,
  type Grain,
  type TerraformGrain,
} from '../blueprint.ts'

/**
 * A blueprint without insignificant differences: formatting of types, keys that state a default, empty groups. Blueprints with the
 * same interface are equivalent.
 */
export interface BlueprintInterface {
  /** In the order of the form. */
  readonly inputs: readonly Named<BlueprintInput>[]
  /** In the order in which they are shown. */
  readonly outputs: readonly Named<BlueprintOutput>[]
  /** Sorted by name: `depends-on` determines the order, not the file. */
  readonly grains: readonly Named<GrainKeys>[]
  /** The other keys of the blueprint, those of its metadata among them. */
  readonly about: About
}

export type Named<Value> = readonly [name: string, value: Value]

/** A grain with the keys of its specification beside its own; of another tool's grain the specification is one key. */
export interface GrainKeys extends Partial<TerraformGrain['spec']> {
  readonly kind: Grain['kind']
  readonly 'depends-on'?: string | undefined
  readonly spec?: Readonly<Record<string, Json>> | undefined
}

export type About = NonNullable<Blueprint['metadata']> &
  Omit<Blueprint, 'spec_version' | 'inputs' | 'outputs' | 'grains' | 'metadata'>

/** The interface of a blueprint. */
export function interfaceOf(blueprint: Blueprint): BlueprintInterface {
  const { spec_version: _, inputs = {}, outputs = {}, grains, metadata, ...rest } = blueprint
  return {
    inputs: Object.entries(inputs).map(([name, input]) => [name, inputKeys(input ?? {})]),
    outputs: Object.entries(outputs).map(([name, output]) => [name, outputKeys(output)] as const),
    grains: Object.entries(grains)
      .map(([name, grain]) => [name, grainKeys(grain)] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
    about: withoutAbsent({ ...metadata, ...rest }),
  }
}

function inputKeys({
  type = 'string',
  optional,
  sensitive,
  ephemeral,
  constraints,
  ...rest
}: BlueprintInput): BlueprintInput {
  const parsed = parseType(type)
  const places = Object.entries(constraints ?? {})
    .map(([place, rules]) => [place, withoutAbsent(rules)] as const)
    .filter(([, rules]) => Object.keys(rules).length > 0)
  return withoutAbsent({
    ...rest,
    type: parsed.ok ? printType(parsed.type) : type,
    optional: optional || undefined,
    sensitive: sensitive || undefined,
    ephemeral: ephemeral || undefined,
    constraints: places.length === 0 ? undefined : Object.fromEntries(places),
  })
}

function outputKeys({ kind, quick, sensitive, ...rest }: BlueprintOutput): BlueprintOutput {
  return withoutAbsent({
    ...rest,
    kind: kind === 'regular' ? undefined : kind,
    quick: quick || undefined,
    sensitive: sensitive || undefined,
  })
}

function grainKeys(grain: Grain): GrainKeys {
  if (!isTerraformGrain(grain)) return withoutAbsent(grain)
  const { spec, ...rest } = grain
  return withoutAbsent({ ...rest, ...spec, providers: providerKeys(spec.providers) })
}

function providerKeys(providers: TerraformGrain['spec']['providers'] = {}): GrainKeys['providers'] {
  const configurations = Object.entries(providers).map(
    ([name, { source, settings = {}, 'from-space': fromSpace = [] }]) => [
      name,
      withoutAbsent({
        source,
        settings: Object.keys(settings).length === 0 ? undefined : settings,
        'from-space': fromSpace.length === 0 ? undefined : [...new Set(fromSpace)].sort(),
      }),
    ],
  )
  return configurations.length === 0
    ? undefined
    : (Object.fromEntries(configurations) as GrainKeys['providers'])
}

function withoutAbsent<Keys extends object>(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)) as Keys
}
