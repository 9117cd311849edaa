import { parseProviderAddress, printProviderAddress } from '@groundplan/blueprint'
import {
  assessLaunch,
  isRequired,
  listProviderNeeds,
  listSecretOutputs,
  type TerraformModule,
  type Variable,
} from '@groundplan/terraform-module'
import { stringifyJson, type Json } from '@groundplan/terraform-type'
import { ProviderBlocks } from './provider-blocks.ts'
import type { ResolvedGrain } from './resolve-grain.ts'
import { keepingOf, toJson, type ResolvedValue } from './resolved-value.ts'
import { RootValues } from './root-values.ts'

export interface RenderRootOptions {
  readonly module: TerraformModule
  /** Directory of the module, relative to the generated root, e.g. `./module`. Root modules run in place instead. */
  readonly source: string
}

/** Files and environment variables with which Terraform runs a grain. */
export interface RenderedRoot {
  /** `generated`: a root module around the module. `in-place`: files to add to the module's own directory. */
  readonly kind: 'generated' | 'in-place'
  /** Contents by path. They contain no secrets. */
  readonly files: ReadonlyMap<string, string>
  /** Secrets and ephemeral values. */
  readonly environment: ReadonlyMap<string, string>
  /**
   * Variables that get a value. In place, files of the module such as `terraform.tfvars` must not have values for them: Terraform
   * prefers those to environment variables, and of `*.auto.tfvars` files it prefers the last in the order of their names.
   */
  readonly given: ReadonlySet<string>
}

/** Name of the call in a generated root; addresses in the state begin with it. */
const callName = 'main'

/** A resolved grain's root. The same input gives the same bytes. */
export function renderRoot(resolved: ResolvedGrain, options: RenderRootOptions): RenderedRoot {
  const isInPlace = assessLaunch(options.module).kind === 'root'
  return isInPlace ? renderInPlace(resolved, options.module) : renderGenerated(resolved, options)
}

function renderGenerated(resolved: ResolvedGrain, { module, source }: RenderRootOptions): RenderedRoot {
  const values = new RootValues(new Set(module.variables.map(({ name }) => name)))
  const given = listGiven(resolved, module)
  for (const [variable, value] of given) values.add(variable, value)
  const providers = new ProviderBlocks(resolved.providers, values)
  const { version } = resolved.grain.spec
  const text = {
    terraform: {
      ...(version === undefined ? {} : { required_version: version }),
      ...providers.requirements(),
    },
    ...providers.blocks(),
    ...values.declarations(),
    module: {
      [callName]: {
        source,
        ...providersOf(resolved, module),
        ...Object.fromEntries(given.map(([{ name }]) => [name, `\${var.${name}}`])),
      },
    },
    ...outputsOf(resolved, module, given),
  }
  return {
    kind: 'generated',
    files: new Map([
      ['main.tf.json', `${stringifyJson(text, 2)}\n`],
      ...values.files('terraform.tfvars.json'),
    ]),
    environment: new Map([...environmentOf(resolved), ...values.environment()]),
    given: namesOf(given),
  }
}

/** Backends aside, a root module only gets other settings for its providers. */
function renderInPlace(resolved: ResolvedGrain, module: TerraformModule): RenderedRoot {
  const values = new RootValues(new Set(module.variables.map(({ name }) => name)))
  const given = listGiven(resolved, module)
  for (const [variable, value] of given) values.add(variable, value, true)
  const blocks = new ProviderBlocks(resolved.providers, values).blocks()
  const override = { ...blocks, ...values.additions() }
  const hasOverride = Object.keys(override).length > 0
  return {
    kind: 'in-place',
    files: new Map([
      ...(hasOverride ? [['groundplan_override.tf.json', `${stringifyJson(override, 2)}\n`] as const] : []),
      ...values.files('groundplan.auto.tfvars.json'),
    ]),
    environment: new Map([...environmentOf(resolved), ...values.environment()]),
    given: namesOf(given),
  }
}

type Given = readonly (readonly [Variable, ResolvedValue])[]

function namesOf(given: Given): ReadonlySet<string> {
  return new Set(given.map(([{ name }]) => name))
}

/** What the module is given. A required variable without a value gets null, which it may accept. */
function listGiven({ inputs }: ResolvedGrain, { variables }: TerraformModule): Given {
  return variables.flatMap((variable) => {
    const value = inputs.get(variable.name)
    if (value !== undefined) return [[variable, value] as const]
    if (!isRequired(variable)) return []
    return [[variable, { kind: 'constant', value: null, secret: false, ephemeral: false }] as const]
  })
}

/** Declared configurations are passed by name; Terraform hands others on by itself. */
function providersOf({ providers }: ResolvedGrain, module: TerraformModule) {
  const expected = new Set(
    listProviderNeeds(module).flatMap((need) => [
      ...(need.usesDefault ? [need.name] : []),
      ...need.aliases.map((alias) => `${need.name}.${alias}`),
    ]),
  )
  const passed = providers
    .map(({ address }) => printProviderAddress(address))
    .filter((key) => expected.has(key))
  const hasAlias = passed.some((key) => parseProviderAddress(key)?.alias !== undefined)
  return hasAlias ? { providers: Object.fromEntries(passed.map((key) => [key, key])) } : {}
}

function outputsOf(
  resolved: ResolvedGrain,
  module: TerraformModule,
  given: Given,
): Readonly<Record<string, Json>> {
  const known = new Set(module.outputs.filter(({ ephemeral }) => !ephemeral).map(({ name }) => name))
  const names = (resolved.grain.spec.outputs ?? []).filter((name) => known.has(name))
  if (names.length === 0) return {}
  const secrets = findSecretOutputs(module, given)
  const outputs = names.map((name) => {
    const value = `\${module.${callName}.${name}}`
    return [name, secrets.has(name) ? { value, sensitive: true } : { value }] as const
  })
  return { output: Object.fromEntries(outputs) }
}

/** Secret outputs, those of inputs among them that the blueprint alone calls secret. */
function findSecretOutputs(module: TerraformModule, given: Given): ReadonlySet<string> {
  const secret = new Set(given.flatMap(([{ name }, value]) => (keepingOf(value).secret ? [name] : [])))
  const variables = module.variables.map((variable) =>
    secret.has(variable.name) ? { ...variable, sensitive: true } : variable,
  )
  const found = new Set(listSecretOutputs({ ...module, variables }))
  if (!variables.some(({ sensitive }) => sensitive)) return found
  // What called modules and resources as a whole show of the secrets that they get is not known.
  for (const { name, references } of module.outputs)
    if (references.some((reference) => /^module\.|^(?!var\.|local\.)[^.]+\.[^.]+$/.test(reference)))
      found.add(name)
  return found
}

function environmentOf({ environment }: ResolvedGrain): readonly (readonly [string, string])[] {
  return [...environment].map(([name, value]) => {
    const json = toJson(value)
    return [name, typeof json === 'string' ? json : stringifyJson(json)]
  })
}
