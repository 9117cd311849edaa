import type { Blueprint } from '../blueprint.ts'
import { findCycles, listDependencies, toDependencyGraph } from './dependencies.ts'
import type { Finding } from './finding.ts'
import { didYouMean } from '../find-nearest.ts'
import { mostFindings } from './limit-findings.ts'
import { shorten } from './shape/name-value.ts'

/** What grains say under `depends-on`. */
export function checkDependencies(blueprint: Blueprint): readonly Finding[] {
  const { grains } = blueprint
  const names = Object.keys(grains)
  const known = new Set(names)
  const found: Finding[] = []
  for (const [grain, { 'depends-on': text = '' }] of Object.entries(grains)) {
    // Finding suggestions is slow with thousands of names.
    if (found.length > mostFindings) break
    found.push(...checkNamed({ grain, text, names, known }))
  }
  return [...found, ...findCycles(toDependencyGraph(blueprint)).map(toCycleFinding)]
}

/** As many as anybody would name; what a longer text says is looked at no further. */
const mostDependencies = 1_000

interface Named {
  readonly grain: string
  /** What stands under `depends-on`. */
  readonly text: string
  readonly names: readonly string[]
  readonly known: ReadonlySet<string>
}

function checkNamed({ grain, text, names, known }: Named): readonly Finding[] {
  const path = ['grains', grain, 'depends-on']
  const seen = new Set<string>()
  let from = 0
  return listDependencies(text)
    .slice(0, mostDependencies)
    .flatMap((other): Finding[] => {
      const offset = text.indexOf(other, from)
      from = offset + other.length
      const place = { path, within: { text, offset } }
      if (other === grain) {
        const message = `Grain "${grain}" depends on itself.`
        return [{ ...place, rule: 'self-dependency', message, hint: 'Remove it from `depends-on`.' }]
      }
      if (!known.has(other)) {
        const others = names.filter((name) => name !== grain)
        const hint =
          didYouMean(other, others) ??
          'Use the name of a grain in this blueprint. Separate several with commas.'
        const message = `Grain "${grain}" depends on "${shorten(other)}", which is not defined.`
        return [{ ...place, rule: 'unknown-dependency', message, hint }]
      }
      if (seen.has(other)) {
        const message = `Grain "${grain}" lists the dependency "${other}" twice.`
        return [{ ...place, rule: 'duplicate-dependency', message, hint: 'Remove the duplicate.' }]
      }
      seen.add(other)
      return []
    })
}

function toCycleFinding(cycle: readonly string[]): Finding {
  const [first = ''] = cycle
  const shown = cycle.length > 20 ? [...cycle.slice(0, 20), '…', first] : [...cycle, first]
  return {
    rule: 'dependency-cycle',
    path: ['grains', first, 'depends-on'],
    message: `Circular dependency between grains: ${shown.join(' → ')}.`,
    hint: 'Remove one of these dependencies.',
  }
}
