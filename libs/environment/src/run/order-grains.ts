import { findReferences, isTerraformGrain, type Blueprint } from '@groundplan/blueprint'
import { InputError } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'

/** The grains that each grain needs: those under `depends-on`, and those whose outputs it reads. */
export type GrainGraph = ReadonlyMap<string, readonly string[]>

/** Throws InputError for grains that cannot be launched, and for those that do not exist. */
export function toGrainGraph({ grains }: Blueprint): GrainGraph {
  return new Map(
    Object.entries(grains).map(([name, grain]) => {
      if (!isTerraformGrain(grain)) {
        throw new InputError(`"${name}" is of the kind "${grain.kind}", which Groundplan does not launch.`, {
          hint: 'Only terraform and opentofu are launched. Remove it from the blueprint, or launch that part elsewhere.',
        })
      }
      const named = (grain['depends-on'] ?? '').split(',').map((text) => text.trim())
      const read = findReferences(grain.spec as unknown as Json).flatMap((reference) => {
        if (reference.kind === 'all' && reference.root === 'grains') return Object.keys(grains)
        return 'grain' in reference ? [reference.grain] : []
      })
      const needed = [...new Set([...named, ...read])].filter((other) => other !== '' && other !== name)
      const unknown = needed.find((other) => !Object.hasOwn(grains, other))
      if (unknown !== undefined)
        throw new InputError(`"${name}" depends on "${unknown}", which the blueprint does not have.`)
      return [name, needed] as const
    }),
  )
}

/**
 * The grains in groups: those of one group only need grains of earlier groups, so they may be worked on at the same time. Throws
 * InputError if grains need each other.
 */
export function orderGrains(graph: GrainGraph): readonly (readonly string[])[] {
  const groups: (readonly string[])[] = []
  const done = new Set<string>()
  while (done.size < graph.size) {
    const group = [...graph]
      .filter(([name, needed]) => !done.has(name) && needed.every((other) => done.has(other)))
      .map(([name]) => name)
    if (group.length === 0) {
      const left = [...graph.keys()].filter((name) => !done.has(name))
      throw new InputError(`Some grains depend on each other: ${left.join(', ')}.`, {
        hint: 'Remove one of the dependencies.',
      })
    }
    groups.push(group)
    for (const name of group) done.add(name)
  }
  return groups
}

/** For each grain, those that need it. */
export function reverseGraph(graph: GrainGraph): GrainGraph {
  return new Map(
    [...graph.keys()].map((name) => [
      name,
      [...graph].filter(([, needed]) => needed.includes(name)).map(([other]) => other),
    ]),
  )
}
