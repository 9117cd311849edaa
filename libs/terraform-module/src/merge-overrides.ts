import type { Block } from './read-file.ts'

/**
 * Merges override blocks into those they override, argument by argument, as Terraform does.
 * An override of something that is not there counts as a block of its own.
 * Source: https://developer.hashicorp.com/terraform/language/files/override
 */
export function mergeOverrides(primary: readonly Block[], overrides: readonly Block[]): readonly Block[] {
  const merged = [...primary]
  for (const override of overrides) {
    const index = merged.findIndex((block) => isSame(block, override))
    const block = merged[index]
    if (override.type === 'terraform') overrideSettings(merged, override)
    else if (block === undefined) merged.push(override)
    else merged[index] = { ...block, body: { ...block.body, ...override.body } }
  }
  return merged
}

/** The required version of Terraform is replaced; required providers are replaced one by one, by name. */
function overrideSettings(blocks: Block[], override: Block): void {
  const replacesVersion = 'required_version' in override.body
  const providers = new Set(providerNames(override.body['required_providers']))
  for (const [index, block] of blocks.entries()) {
    if (block.type !== 'terraform') continue
    const { required_version: version, required_providers: required, ...others } = block.body
    blocks[index] = {
      ...block,
      body: {
        ...others,
        ...(replacesVersion || version === undefined ? {} : { required_version: version }),
        ...(required === undefined ? {} : { required_providers: withoutProviders(required, providers) }),
      },
    }
  }
  blocks.push(override)
}

function providerNames(required: unknown): readonly string[] {
  return asList(required).flatMap((providers) => Object.keys(providers))
}

function withoutProviders(required: unknown, names: ReadonlySet<string>) {
  return asList(required).map((providers) =>
    Object.fromEntries(Object.entries(providers).filter(([name]) => !names.has(name))),
  )
}

function asList(value: unknown): readonly object[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item) => typeof item === 'object' && item !== null)
}

function isSame(left: Block, right: Block): boolean {
  return (
    left.type === right.type && left.labels.length > 0 && left.labels.join('\0') === right.labels.join('\0')
  )
}
