import {
  findReferences,
  isTerraformGrain,
  normalizeProviderSource,
  parseProviderAddress,
  type Blueprint,
  type ExpressionScope,
  type ProviderAddress,
  type ProviderConfiguration,
  type TerraformGrain,
} from '@groundplan/blueprint'
import type { Json, JsonObject } from '@groundplan/terraform-type'
import {
  mergeValues,
  resolveValue,
  toResolved,
  type Keeping,
  type ResolveContext,
  type ResolvedValue,
} from './resolved-value.ts'

/** Settings that a space has for providers, by source: `hashicorp/aws`. They apply to every configuration of the provider. */
export type SpaceProviders = Readonly<Record<string, JsonObject>>

/** What a grain is launched with. */
export interface GrainValues {
  /** Every input of the blueprint, null if it is empty, and the outputs of the grains that this one depends on. */
  readonly scope: ExpressionScope
  readonly space?: SpaceProviders | undefined
  /** Outputs of other grains that are secrets, as `grain.output`. */
  readonly secretOutputs?: ReadonlySet<string> | undefined
}

/** A grain with all its expressions evaluated. */
export interface ResolvedGrain {
  readonly grain: TerraformGrain
  /** Values for the module's variables. Variables that keep the module's default are missing. */
  readonly inputs: ReadonlyMap<string, ResolvedValue>
  readonly providers: readonly ResolvedProvider[]
  readonly environment: ReadonlyMap<string, ResolvedValue>
  /** With any, the grain must not be launched. */
  readonly problems: readonly GrainProblem[]
}

export interface ResolvedProvider {
  readonly address: ProviderAddress
  readonly source: string
  readonly settings: ReadonlyMap<string, ResolvedValue>
}

/** Something that prevents a launch, with its place in the blueprint. */
export interface GrainProblem {
  readonly path: readonly string[]
  readonly message: string
  readonly hint: string
}

/**
 * Evaluates what a grain is launched with. Settings of the blueprint take precedence over those of the space; maps such as default
 * tags are merged. Throws if the blueprint has no such Terraform grain.
 */
export function resolveGrain(blueprint: Blueprint, name: string, values: GrainValues): ResolvedGrain {
  const grain = Object.hasOwn(blueprint.grains, name) ? blueprint.grains[name] : undefined
  if (grain === undefined || !isTerraformGrain(grain))
    throw new Error(`The blueprint has no Terraform grain "${name}".`)
  const problems: GrainProblem[] = []
  const path = ['grains', name, 'spec']
  const context: ResolveContext = {
    scope: values.scope,
    keepingOf: (text) => findKeeping(text, blueprint, values),
    report: (at, { message, hint }) => problems.push({ path: at, message, hint }),
  }
  const { inputs = [], 'env-vars': environment = [], providers = {} } = grain.spec
  return {
    grain,
    inputs: resolvePairs(inputs, [...path, 'inputs'], context),
    environment: resolvePairs(environment, [...path, 'env-vars'], context),
    providers: Object.entries(providers).flatMap(([key, configuration]) => {
      const at = [...path, 'providers', key]
      return resolveProvider(
        key,
        { configuration, providers, at, space: values.space ?? {} },
        context,
        problems,
      )
    }),
    problems,
  }
}

function findKeeping(text: string, { inputs = {} }: Blueprint, { secretOutputs }: GrainValues): Keeping {
  const references = findReferences(text)
  const isSecret = references.some((reference) => {
    if (reference.kind === 'input') return inputs[reference.name]?.sensitive === true
    if (reference.kind === 'grain-output')
      return secretOutputs?.has(`${reference.grain}.${reference.output}`) === true
    if (reference.kind === 'grain')
      return [...(secretOutputs ?? [])].some((output) => output.startsWith(`${reference.grain}.`))
    // Whoever reads everything reads the secrets, too.
    return reference.kind === 'all'
  })
  const isEphemeral = references.some(
    (reference) =>
      (reference.kind === 'input' && inputs[reference.name]?.ephemeral === true) ||
      (reference.kind === 'all' && reference.root === 'inputs' && hasEphemeral(inputs)),
  )
  return { secret: isSecret, ephemeral: isEphemeral }
}

function hasEphemeral(inputs: NonNullable<Blueprint['inputs']>): boolean {
  return Object.values(inputs).some((input) => input?.ephemeral === true)
}

function resolvePairs(
  pairs: readonly Readonly<Record<string, Json>>[],
  path: readonly string[],
  context: ResolveContext,
): ReadonlyMap<string, ResolvedValue> {
  return new Map(
    pairs.flatMap((pair, index) =>
      Object.entries(pair).flatMap(([key, value]) => {
        const resolved = resolveValue(value, [...path, String(index), key], context)
        return resolved === undefined ? [] : [[key, resolved] as const]
      }),
    ),
  )
}

interface ProviderPlace {
  readonly configuration: ProviderConfiguration
  /** All configurations of the grain. */
  readonly providers: Readonly<Record<string, ProviderConfiguration>>
  readonly at: readonly string[]
  readonly space: SpaceProviders
}

function resolveProvider(
  key: string,
  { configuration, providers, at, space }: ProviderPlace,
  context: ResolveContext,
  problems: GrainProblem[],
): readonly ResolvedProvider[] {
  const address = parseProviderAddress(key)
  const source = address && findSource(address.name, providers)
  if (address === undefined || source === undefined) {
    const message = `"${key}" is not a provider configuration with a valid source.`
    problems.push({ path: at, message, hint: 'Validate the blueprint.' })
    return []
  }
  const fromSpace = Object.hasOwn(space, source) ? (space[source] ?? {}) : {}
  for (const [index, setting] of (configuration['from-space'] ?? []).entries()) {
    if (Object.hasOwn(fromSpace, setting) && fromSpace[setting] !== null) continue
    const message = `The space does not provide "${setting}" of the provider ${source}, which "${key}" needs.`
    const hint = `Add it to the provider settings of the space, or set it in the blueprint.`
    problems.push({ path: [...at, 'from-space', String(index)], message, hint })
  }
  const own = resolveValue(configuration.settings ?? {}, [...at, 'settings'], context)
  const base = toResolved(fromSpace)
  const merged = own === undefined ? base : mergeValues(base, own)
  const settings = merged.kind === 'map' ? merged.entries.filter(([, value]) => !isNull(value)) : []
  return [{ address, source, settings: new Map(settings) }]
}

function findSource(
  name: string,
  providers: Readonly<Record<string, ProviderConfiguration>>,
): string | undefined {
  const given = Object.entries(providers).find(
    ([key, { source }]) => source !== undefined && parseProviderAddress(key)?.name === name,
  )
  return normalizeProviderSource(given?.[1].source ?? name)
}

function isNull(value: ResolvedValue): boolean {
  return value.kind === 'constant' && value.value === null
}
