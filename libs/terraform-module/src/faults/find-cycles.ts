import { argumentsIn, type Argument, type Block } from '../block.ts'
import type { ModuleFault } from '../module-fault.ts'

/** A local or a resource, with everything that it depends on. */
interface Node {
  readonly name: string
  readonly position: ModuleFault['position']
  readonly arguments: readonly Argument[]
  /** A resource may refer to itself in some places, which are checked elsewhere. */
  readonly maySelf: boolean
}

/**
 * Finds locals and resources that depend on themselves, by whatever way; at most one, because what a cycle leads to is in it as well.
 * Not followed: module calls, whose inputs and outputs depend on each other only inside the called module.
 */
export function findCycles(blocks: readonly Block[]): readonly ModuleFault[] {
  const nodes = new Map(blocks.flatMap(nodesOf).map((node) => [node.name, node]))
  const done = new Set<string>()
  for (const start of nodes.keys()) {
    const cycle = follow(start, nodes, done)
    const [first] = cycle
    if (first === undefined) continue
    const [name = '', ...others] = cycle.map((node) => node.name)
    const subject = name.startsWith('local.') ? `The local "${name.slice('local.'.length)}"` : name
    const way = others.length === 0 ? '' : `, through ${others.join(', ')}`
    return [
      {
        rule: 'invalid-configuration',
        message: `${subject} depends on itself${way}.`,
        position: first.position,
      },
    ]
  }
  return []
}

function nodesOf({ type, labels, position, arguments: own, blocks }: Block): readonly Node[] {
  switch (type) {
    case 'locals':
      return own.map((argument) => ({
        ...{ name: `local.${argument.name}`, position: argument.position },
        ...{ arguments: [argument], maySelf: false },
      }))
    case 'resource':
    case 'data':
    case 'ephemeral': {
      const name = (type === 'resource' ? labels : [type, ...labels]).join('.')
      return [{ name, position, arguments: [...own, ...blocks.flatMap(argumentsIn)], maySelf: true }]
    }
    default:
      return []
  }
}

/** The nodes of a cycle that is reached from here, in order; empty if none is. Without recursion: chains may be long. */
function follow(start: string, nodes: ReadonlyMap<string, Node>, done: Set<string>): readonly Node[] {
  const path = new Map<string, Node>()
  const waiting: ({ readonly enter: string } | { readonly leave: string })[] = [{ enter: start }]
  for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
    if ('leave' in step) {
      path.delete(step.leave)
      done.add(step.leave)
      continue
    }
    const node = nodes.get(step.enter)
    if (node === undefined || done.has(step.enter)) continue
    if (path.has(step.enter)) {
      const names = [...path.values()]
      return names.slice(names.indexOf(node))
    }
    path.set(step.enter, node)
    waiting.push({ leave: step.enter })
    for (const name of dependenciesOf(node))
      if (!node.maySelf || name !== node.name) waiting.push({ enter: name })
  }
  return []
}

function dependenciesOf(node: Node): ReadonlySet<string> {
  return new Set(
    node.arguments.flatMap((argument) =>
      argument.freeReferences.map((reference) => {
        const parts = reference.split('.')
        return parts.slice(0, parts[0] === 'data' || parts[0] === 'ephemeral' ? 3 : 2).join('.')
      }),
    ),
  )
}
