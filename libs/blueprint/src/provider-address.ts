/** A provider configuration by its name in a module: `aws`, or `aws.replica` for an alias. */
export interface ProviderAddress {
  readonly name: string
  readonly alias: string | undefined
}

const identifier = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`
const address = new RegExp(String.raw`^(${identifier})(?:\.(${identifier}))?$`, 'u')

/** Parses `aws` or `aws.replica`; `undefined` for anything else. */
export function parseProviderAddress(text: string): ProviderAddress | undefined {
  const [, name, alias] = address.exec(text) ?? []
  return name === undefined ? undefined : { name, alias }
}

/** Prints `aws` or `aws.replica`. */
export function printProviderAddress({ name, alias }: ProviderAddress): string {
  return alias === undefined ? name : `${name}.${alias}`
}

const part = String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?`
const source = new RegExp(String.raw`^(?:(?:([\p{L}\p{N}.-]+(?::\d+)?)/)?(${part})/)?(${part})$`, 'u')

/**
 * The full form of a provider's source, without the public registry's host: `hashicorp/aws` for `aws`; `undefined` if it is
 * invalid. Source: https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 */
export function normalizeProviderSource(text: string): string | undefined {
  const [, host, namespace = 'hashicorp', type] = source.exec(text.toLowerCase()) ?? []
  if (type === undefined) return undefined
  const isPublic = host === undefined || host === 'registry.terraform.io'
  return isPublic ? `${namespace}/${type}` : `${host}/${namespace}/${type}`
}
