import { setImmediate } from 'node:timers/promises'
import type { PathSelection } from '@groundplan/scm'
import type { Git } from '../git.ts'
import { compareTrees, type TreeChanges, type TreePair } from './compare-trees.ts'
import type { HistoryCommit, HistoryPage } from './read-history.ts'
import { SelectionIndex } from './selection-index.ts'

/**
 * Walks all selections through history. At each commit, a selection moves on to the first parent with the same files; if there is
 * none, the commit is its result. This matches git's default history simplification.
 */
export class HistoryWalk {
  /** Commit ids, in the order of the selections. */
  readonly answers: (string | undefined)[]
  /** The commits at which selections stand, with their numbers. */
  readonly pending = new Map<string, readonly number[]>()
  readonly #git: Git
  readonly #start: string
  readonly #index: SelectionIndex

  constructor(git: Git, start: string, selections: readonly PathSelection[]) {
    this.#git = git
    this.#start = start
    this.#index = new SelectionIndex(selections)
    this.answers = selections.map(() => undefined)
    if (selections.length > 0) this.pending.set(start, [...selections.keys()])
  }

  /** Advances selections past the next commits of the page, at most `count` of them. */
  async advance(
    page: HistoryPage,
    count: number,
  ): Promise<{ readonly commits: number; readonly bytes: number }> {
    const steps = this.#lookAhead(page, count)
    const pairs = steps.flatMap((step) => step.pairs.filter(([before, after]) => before !== after))
    const changes = await compareTrees(this.#git, pairs)
    // Clocks differ, so a parent may be listed before its child; then it is passed in another round.
    for (let hasMoved = true; hasMoved;) {
      hasMoved = false
      for (const step of steps) {
        const standing = this.pending.get(step.commit.id)
        if (standing === undefined) continue
        this.pending.delete(step.commit.id)
        this.#pass(standing, step, changes)
        hasMoved = true
        await setImmediate()
      }
    }
    return { commits: steps.length, bytes: changes.bytes }
  }

  /** The next commits at which selections stand or to which they may come. */
  #lookAhead({ commits, trees }: HistoryPage, count: number): readonly Step[] {
    const reached = new Set(this.pending.keys())
    const steps: Step[] = []
    for (const commit of commits.values()) {
      if (!reached.has(commit.id)) continue
      for (const parent of commit.parents) reached.add(parent)
      steps.push({ commit, pairs: pairsOf(commit, trees) })
      if (steps.length >= count) break
    }
    return steps
  }

  #pass(standing: readonly number[], { commit, pairs }: Step, changes: TreeChanges): void {
    let staying = new Set(standing)
    for (const [index, pair] of pairs.entries()) {
      const changed = new Set<number>()
      this.#index.collect(changes.pathsOf(pair), staying, changed)
      const parent = commit.parents[index]
      const same = [...staying].filter((number) => !changed.has(number))
      if (parent === undefined) for (const number of same) this.answers[number] = this.#start
      else if (same.length > 0) this.pending.set(parent, [...(this.pending.get(parent) ?? []), ...same])
      staying = changed
    }
    for (const number of staying) this.answers[number] = commit.id
  }
}

interface Step {
  readonly commit: HistoryCommit
  /** The commit's tree against that of each parent or, for a root, against an empty one. */
  readonly pairs: readonly TreePair[]
}

function pairsOf({ tree, parents }: HistoryCommit, trees: ReadonlyMap<string, string>): readonly TreePair[] {
  if (parents.length === 0) return [[emptyTree(tree), tree]]
  return parents.map((parent) => [trees.get(parent) ?? '', tree])
}

/** Git has the empty tree built in, for both object formats. */
function emptyTree({ length }: string): string {
  return length === 40
    ? '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
    : '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321'
}
