import type { ProposalSource } from '@groundplan/proposal'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { MovedModule } from './naming/find-moved.ts'
import type { ReadModuleResult } from './read-repository.ts'

export interface PinnedModules {
  readonly modules: readonly ReadModuleResult[]
  readonly moved: readonly MovedModule[]
  /** What blueprints pin: the published ones first, then the newest proposals. */
  readonly pins: readonly ProposalSource[]
}

/** Commits that are looked up for one repository: each may cost a walk of its history. */
const mostCommits = 200

/** Why modules are pinned anew where what blueprints pin is gone from the history: a sentence for each, by path. */
export async function findRewritten(
  { modules, moved, pins }: PinnedModules,
  snapshot: RepositorySnapshot,
): Promise<ReadonlyMap<string, string>> {
  const own = Map.groupBy(
    pins.filter(({ store }) => store === snapshot.name),
    ({ path }) => path,
  )
  const origins = new Map(moved.map(({ from, to }) => [to, from]))
  const isThere = createLookup(snapshot)
  const reasons = new Map<string, string>()
  for (const { directory, module, commit, tag } of modules) {
    const { path } = directory
    if (module === undefined) continue
    const former = (own.get(origins.get(path) ?? path) ?? []).filter((pin) => pin.commit !== commit)
    for (const pin of former) {
      const reason = await reasonOf(pin, tag, isThere)
      if (reason === undefined) continue
      reasons.set(path, reason)
      break
    }
  }
  return reasons
}

async function reasonOf(
  pin: ProposalSource,
  tag: string | undefined,
  isThere: (commit: string) => Promise<boolean>,
): Promise<string | undefined> {
  if (pin.tag !== undefined && pin.tag === tag)
    return `The tag ${tag} was moved from the commit ${pin.commit.slice(0, 12)}.`
  if (await isThere(pin.commit)) return undefined
  return `The commit ${pin.commit.slice(0, 12)} is no longer in the repository's history.`
}

/** Commits that nobody has looked up count as there. */
function createLookup(snapshot: RepositorySnapshot): (commit: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return (commit) => {
    const found = known.get(commit)
    if (found !== undefined) return found
    if (known.size >= mostCommits) return Promise.resolve(true)
    const looking = snapshot.reaches(commit)
    known.set(commit, looking)
    return looking
  }
}
