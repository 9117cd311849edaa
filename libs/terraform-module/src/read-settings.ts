import { blocksOf, type Argument, type Block } from './block.ts'
import type { Backend, RequiredProvider } from './module.ts'
import { parseProviderReference } from './read-provider.ts'
import { readConstant } from './syntax/read-constant.ts'
import { splitObject } from './syntax/split-object.ts'

/** The providers that a `terraform` block requires. */
export function readRequiredProviders(settings: Block): readonly RequiredProvider[] {
  return blocksOf(settings, 'required_providers').flatMap((block) => block.arguments.map(readRequirement))
}

function readRequirement({ name, constant, expression }: Argument): RequiredProvider {
  // Before Terraform 0.13 a requirement was just the version.
  if (typeof constant === 'string')
    return { name, source: undefined, version: constant, configurationAliases: [] }
  const items = new Map(splitObject(expression)?.map((item) => [item.key, item.expression]))
  return {
    name,
    source: constantText(items.get('source')),
    version: constantText(items.get('version')),
    configurationAliases: readAliases(items.get('configuration_aliases')),
  }
}

function constantText(expression: string | undefined): string | undefined {
  const value = expression === undefined ? undefined : readConstant(expression, 0, expression.length)
  return typeof value === 'string' ? value : undefined
}

/** A list of references, in quotes where the syntax is JSON. */
function readAliases(expression = ''): RequiredProvider['configurationAliases'] {
  const withoutComments = expression.replace(/(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//g, '')
  return withoutComments
    .replace(/[[\]"]/g, '')
    .split(',')
    .flatMap((item) => parseProviderReference(item.trim()) ?? [])
}

/** Where the state is kept, from a `terraform` block. */
export function readBackend(settings: Block): Backend | undefined {
  const block = blocksOf(settings, 'backend')[0] ?? blocksOf(settings, 'cloud')[0]
  if (block === undefined) return undefined
  return { type: block.type === 'cloud' ? 'cloud' : (block.labels[0] ?? ''), position: block.position }
}
