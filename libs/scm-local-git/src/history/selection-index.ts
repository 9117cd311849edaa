import type { PathSelection } from '@groundplan/scm'

interface PathNode {
  /** Numbers of the selections that include the path. */
  readonly including: number[]
  readonly excluding: number[]
}

/** Finds the selections that a changed path belongs to, in time that grows with the path's depth. */
export class SelectionIndex {
  readonly #nodes = new Map<string, PathNode>()
  /** For each selection, the last lookup in which it excluded the path. */
  readonly #excludedIn: Uint32Array
  #lookup = 0

  constructor(selections: readonly PathSelection[]) {
    this.#excludedIn = new Uint32Array(selections.length)
    for (const [number, { include, exclude }] of selections.entries()) {
      for (const path of include) this.#nodeOf(path).including.push(number)
      for (const path of exclude) this.#nodeOf(path).excluding.push(number)
    }
  }

  /** Adds the wanted selections that one of the changed paths belongs to. `wanted` holds those that are still of interest. */
  collect(paths: Iterable<string>, wanted: ReadonlySet<number>, found: Set<number>): void {
    let lastDirectory: string | undefined
    for (const path of paths) {
      if (found.size === wanted.size) return
      const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')))
      // Files of one directory belong to the same selections, unless a selection names the file itself.
      if (directory === lastDirectory && !this.#nodes.has(path)) continue
      lastDirectory = this.#nodes.has(path) ? undefined : directory
      this.#collectPath(path, wanted, found)
    }
  }

  #collectPath(path: string, wanted: ReadonlySet<number>, found: Set<number>): void {
    const nodes = this.#nodesAbove(path)
    if (!nodes.some(({ including }) => including.length > 0)) return
    this.#lookup += 1
    for (const { excluding } of nodes) for (const number of excluding) this.#excludedIn[number] = this.#lookup
    for (const { including } of nodes)
      for (const number of including)
        if (wanted.has(number) && this.#excludedIn[number] !== this.#lookup) found.add(number)
  }

  /** The nodes of the path itself and of every directory around it. */
  #nodesAbove(path: string): readonly PathNode[] {
    const nodes: PathNode[] = []
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const node = this.#nodes.get(path.slice(0, end))
      if (node !== undefined) nodes.push(node)
    }
    const root = this.#nodes.get('.')
    return root === undefined ? nodes : [...nodes, root]
  }

  #nodeOf(path: string): PathNode {
    const known = this.#nodes.get(path)
    if (known !== undefined) return known
    const node: PathNode = { including: [], excluding: [] }
    this.#nodes.set(path, node)
    return node
  }
}
