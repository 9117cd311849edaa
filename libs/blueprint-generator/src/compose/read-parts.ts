import type { Diagnostic } from '@groundplan/errors'
import type { CompositionPart, Part } from './part.ts'
import { readPart } from './read-part.ts'

/** Reads the parts of a composition. Reports duplicate names and parts that cannot be composed. */
export function readParts(parts: readonly CompositionPart[]): {
  readonly parts: readonly Part[]
  readonly diagnostics: readonly Diagnostic[]
} {
  const names = new Set<string>()
  const diagnostics: Diagnostic[] = []
  const read: Part[] = []
  for (const candidate of parts) {
    const { grain } = candidate
    if (names.has(grain)) {
      const message = `Two parts are named "${grain}".`
      const hint = 'Rename one of them, e.g. name=folder.'
      diagnostics.push({ severity: 'error', rule: 'part', file: grain, message, hint })
      continue
    }
    if (!isName(grain)) {
      const message = `Invalid grain name "${grain}".`
      const hint = 'Use letters, digits, hyphens and underscores, e.g. name=folder.'
      diagnostics.push({ severity: 'error', rule: 'part', file: grain, message, hint })
      continue
    }
    names.add(grain)
    const result = readPart(candidate)
    diagnostics.push(...result.diagnostics)
    if (result.part !== undefined) read.push(result.part)
  }
  return { parts: read, diagnostics }
}

/** Names that are valid in expressions and have no special meaning in JavaScript. */
export function isName(name: string): boolean {
  return /^[A-Za-z0-9][\w-]{0,99}$/.test(name)
}
