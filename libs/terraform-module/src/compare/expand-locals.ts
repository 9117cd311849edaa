import { separator } from './canonical-text.ts'
import type { Definition } from './define.ts'
import type { ExpandedModule } from './expand-module.ts'

/** Longest text with locals written out; longer ones are compared as they are. */
const longestText = 20_000
const deepest = 16

const localName = new RegExp(`(?<![^${separator}\\n=])local${separator}\\.${separator}([\\w-]+)`, 'g')

/**
 * Writes out the locals in what definitions of a module say, so that a value means the same with and without a local. What grows too long
 * stays as it is.
 */
export function createLocalExpansion({
  definitions,
}: Pick<ExpandedModule, 'definitions'>): (definition: Definition) => string {
  const known = new Map<string, string | undefined>()
  const expand = ({ text, scope }: Definition, depth: number): string | undefined => {
    let isWhole = depth < deepest
    const expanded = text.replaceAll(localName, (written, name: string) => {
      const inner = isWhole ? expandLocal(`${scope}local.${name}`, depth + 1) : undefined
      if (inner === undefined) isWhole = false
      return inner ?? written
    })
    return isWhole && expanded.length <= longestText ? expanded : undefined
  }
  const expandLocal = (key: string, depth: number): string | undefined => {
    if (known.has(key)) return known.get(key)
    const definition = definitions.get(key)
    // While it is being expanded it is unknown, which ends circles.
    known.set(key, undefined)
    const expanded = definition && expand(definition, depth)
    known.set(key, expanded)
    return expanded
  }
  return (definition) => expand(definition, 0) ?? definition.text
}
