import type { ProposalSource } from '@groundplan/proposal'
import type { RepositorySnapshot } from '@groundplan/scm'
import { listModuleEntries } from '../follow-links.ts'
import { discoverModules, type ModuleDirectory } from '../discover-modules.ts'

/** A module that lies elsewhere than when its blueprint was written. */
export interface MovedModule {
  readonly from: string
  readonly to: string
}

type KnownSource = Pick<ProposalSource, 'path' | 'commit'>

/** Share of files that must be the same for two folders to be the same module, as for git's renames. */
const leastLikeness = 0.5

/** Commits that are looked at for one repository: each costs a walk of its tree. */
const mostCommits = 20

/**
 * Modules without a blueprint that are a known one in another folder: at least half of their files have the same name and content as
 * the known module had at the commit that its blueprint pins. Commits that are no longer in the repository are left out.
 */
export async function findMoved(
  gone: readonly KnownSource[],
  fresh: readonly ModuleDirectory[],
  snapshot: RepositorySnapshot,
): Promise<readonly MovedModule[]> {
  if (gone.length === 0 || fresh.length === 0) return []
  const pairs: (MovedModule & { readonly likeness: number })[] = []
  for (const [commit, sources] of [...Map.groupBy(gone, (source) => source.commit)].slice(0, mostCommits)) {
    if (!(await snapshot.hasCommit(commit))) continue
    const entries = await listModuleEntries(snapshot.at({ ref: commit, commit }))
    const wanted = new Set(sources.map(({ path }) => path))
    const before = discoverModules(entries, { scope: '.', includeExamples: true })
    for (const old of before.filter(({ path }) => wanted.has(path))) {
      for (const now of fresh) {
        const likeness = compare(old, now)
        if (likeness >= leastLikeness) pairs.push({ from: old.path, to: now.path, likeness })
      }
    }
  }
  return chooseBest(pairs)
}

/** Each folder once, the most alike first. */
function chooseBest(pairs: readonly (MovedModule & { readonly likeness: number })[]): readonly MovedModule[] {
  const [from, to] = [new Set<string>(), new Set<string>()]
  return pairs
    .toSorted((a, b) => b.likeness - a.likeness)
    .filter((pair) => {
      if (from.has(pair.from) || to.has(pair.to)) return false
      from.add(pair.from)
      to.add(pair.to)
      return true
    })
}

/** Share of files with the same name and content, from 0 to 1. */
function compare(old: ModuleDirectory, now: ModuleDirectory): number {
  const before = new Set(contentsOf(old))
  const after = contentsOf(now)
  const same = after.filter((each) => before.has(each)).length
  return same / Math.max(before.size, after.length)
}

function contentsOf({ path, entries }: ModuleDirectory): readonly string[] {
  const start = path === '.' ? 0 : path.length + 1
  return entries.map((entry) => `${entry.path.slice(start)}\0${entry.blobId}`)
}
