import {
  normalizeProviderSource,
  printProviderAddress,
  type BlueprintInput,
  type ProviderAddress,
  type ProviderConfiguration,
} from '@groundplan/blueprint'
import { listProviderNeeds, type ProviderNeed, type TerraformModule } from '@groundplan/terraform-module'
import type { Json } from '@groundplan/terraform-type'

/** The provider configurations that a module expects from its caller, and the inputs that they use. */
export interface ProviderNeeds {
  readonly providers: Readonly<Record<string, ProviderConfiguration>>
  readonly inputs: readonly (readonly [name: string, input: BlueprintInput])[]
}

/** What one provider cannot do without. */
interface ProviderProfile {
  /** Settings that differ between spaces, such as the account. */
  readonly fromSpace: readonly string[]
  /** The same in every environment. */
  readonly fixed?: Readonly<Record<string, Json>>
  /** Settings in which aliases usually differ; they are inputs. */
  readonly ofAlias?: readonly string[]
}

/**
 * Settings that providers need beside credentials, by source. Sources: the providers' documentation in the Terraform registry,
 * "Argument Reference".
 */
const profiles: Readonly<Record<string, ProviderProfile>> = {
  'hashicorp/aws': { fromSpace: ['region'], ofAlias: ['region'] },
  'hashicorp/azurerm': {
    fromSpace: ['subscription_id'],
    fixed: { features: {} },
    ofAlias: ['subscription_id'],
  },
  'hashicorp/azurestack': { fromSpace: [], fixed: { features: {} } },
  'hashicorp/google': { fromSpace: ['project'], ofAlias: ['project', 'region'] },
  'hashicorp/google-beta': { fromSpace: ['project'], ofAlias: ['project', 'region'] },
  'hashicorp/kubernetes': { fromSpace: ['host'] },
  'hashicorp/helm': { fromSpace: ['kubernetes'] },
  'gavinbunney/kubectl': { fromSpace: ['host'] },
  'hashicorp/vault': { fromSpace: ['address'] },
}

/** Providers without settings: they compute, or work on the machine that runs Terraform. */
const withoutSettings: ReadonlySet<string> = new Set([
  ...['archive', 'cloudinit', 'external', 'http', 'local', 'null', 'random', 'template', 'time', 'tls'].map(
    (type) => `hashicorp/${type}`,
  ),
  'terraform.io/builtin/terraform',
])

/**
 * The provider configurations of a module's grain. Settings that a provider cannot do without are from the space; those in which
 * an alias differs are optional inputs, and the space's apply if they are empty.
 */
export function findProviderNeeds(module: TerraformModule): ProviderNeeds {
  const taken = new Set(module.variables.map(({ name }) => name))
  const providers: [string, ProviderConfiguration][] = []
  const inputs: [string, BlueprintInput][] = []
  for (const need of listProviderNeeds(module)) {
    const source = sourceOf(need)
    if (withoutSettings.has(source) && need.aliases.length === 0) continue
    const profile = Object.hasOwn(profiles, source) ? profiles[source] : undefined
    for (const address of addressesOf(need)) {
      const own = toConfiguration(address, profile, taken)
      inputs.push(...own.inputs)
      providers.push([printProviderAddress(address), { source, ...own.configuration }])
    }
  }
  return { providers: Object.fromEntries(providers), inputs }
}

/** Where the module says nothing, Terraform takes the provider that the name implies; `terraform_data` is its own. */
function sourceOf({ name, source }: ProviderNeed): string {
  if (source === undefined && name === 'terraform') return 'terraform.io/builtin/terraform'
  return normalizeProviderSource(source ?? name) ?? name
}

function addressesOf({ name, aliases, usesDefault }: ProviderNeed): readonly ProviderAddress[] {
  return [...(usesDefault ? [{ name, alias: undefined }] : []), ...aliases.map((alias) => ({ name, alias }))]
}

function toConfiguration(
  address: ProviderAddress,
  { fromSpace, fixed = {}, ofAlias = [] }: ProviderProfile = { fromSpace: [] },
  taken: Set<string>,
) {
  const settings: Record<string, Json> = { ...fixed }
  const inputs: [string, BlueprintInput][] = []
  const region = address.alias === undefined ? undefined : regionOf(address.alias)
  for (const setting of address.alias === undefined ? [] : ofAlias) {
    if (setting === 'region' && region !== undefined) {
      settings[setting] = region
      continue
    }
    const name = nameInput(address, setting, taken)
    const description = `The ${setting.replace(/_id$/, ' ID')} of the provider configuration \`${printProviderAddress(address)}\`. Defaults to the space's.`
    inputs.push([name, { type: 'string', description, optional: true }])
    settings[setting] = `{{ .inputs.${name} }}`
  }
  const required = fromSpace.filter(
    (setting) => address.alias === undefined && !Object.hasOwn(settings, setting),
  )
  const configuration: ProviderConfiguration = {
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    ...(required.length === 0 ? {} : { 'from-space': required }),
  }
  return { configuration, inputs }
}

/** The name of an input that no variable of the module has. */
function nameInput({ name, alias = '' }: ProviderAddress, setting: string, taken: Set<string>): string {
  const words = [name, alias, setting].join('_').replace(/[^A-Za-z0-9_]/g, '_')
  let free = words
  for (let count = 2; taken.has(free); count += 1) free = `${words}_${count}`
  taken.add(free)
  return free
}

/** The AWS region that an alias such as `us_east_1` names. */
function regionOf(alias: string): string | undefined {
  const [, area, direction, number] =
    /^([a-z]{2}(?:-gov)?)[_-]?((?:north|south)?(?:east|west)|north|south|central)[_-]?([1-9])$/.exec(alias) ??
    []
  return area === undefined ? undefined : `${area}-${direction}-${number}`
}
