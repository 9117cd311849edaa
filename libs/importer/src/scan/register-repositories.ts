import type { ProposalDependencies } from '@groundplan/proposal'
import type { GitCredentials } from '@groundplan/scm'
import type { RepositoryOutcome } from '../import-report.ts'
import type { NameReservations } from '../naming/name-reservations.ts'
import { createPace } from '../pace.ts'
import { publishedNames, readPublished } from '../published-blueprints.ts'
import {
  assignStores,
  storesToVerify,
  type FoundRepository,
  type StoreClaim,
  type StoreSituation,
} from '../registry/assign-stores.ts'
import {
  repositoryKey,
  type RegisteredRepository,
  type RepositoryRegistry,
} from '../registry/repository-registry.ts'
import type { ImportSource, ListedRepositories, ListedRepository } from './find-sources.ts'
import {
  describeListed,
  identifyRepositories,
  type IdentifiedRepository,
  type IdentifyOptions,
  type UnnamedSource,
} from './identify-repositories.ts'
import type { Tried } from './try-reading.ts'

export interface RegisterDependencies
  extends
    Pick<ProposalDependencies, 'repository' | 'proposals'>,
    Omit<IdentifyOptions, 'registered' | 'claims'> {
  readonly names: NameReservations
  readonly registry: RepositoryRegistry
  /** False to find out only. */
  readonly isSaved: boolean
}

export interface RegisteredRepositories {
  /** By {@link repositoryKey}; without those that could not be identified. */
  readonly registered: ReadonlyMap<string, RegisteredRepository>
  /** What somebody named, opened. */
  readonly given: readonly ImportSource[]
  /** Of listed ones that could not be identified. */
  readonly outcomes: readonly RepositoryOutcome[]
}

/** Who names repositories: one import at a time, so that no two repositories get the same name. */
const turn = 'turn to name repositories'

/** Gives the repositories of an import their store names, and keeps them in the registry. */
export async function registerRepositories(
  given: readonly UnnamedSource[],
  { selected, listing }: Pick<ListedRepositories, 'selected' | 'listing'>,
  dependencies: RegisterDependencies,
): Promise<RegisteredRepositories> {
  const { registry } = dependencies
  const registered = await registry.list()
  const known = new Set(registered.map(repositoryKey))
  const listed = selected.map((each) => ({ each, found: describeListed(each) }))
  const fresh = listed.filter(({ found }) => !known.has(repositoryKey(found)))
  const claims = given.length + fresh.length === 0 ? [] : await listClaims(dependencies)
  const situation = { registered, claims }
  const unclear = fresh.filter(({ found }) => storesToVerify(found, situation).length > 0).map(toSource)
  const options = { ...dependencies, ...situation }
  const opened = await identifyRepositories(given, options)
  const verified = await identifyRepositories(unclear, options)
  for (const each of verified) if ('result' in each) await each.result.snapshot.close()
  const outcomes = verified.flatMap((each) => ('outcome' in each ? [each.outcome] : []))
  const failed = new Set(
    unclear
      .filter((_, index) => 'outcome' in (verified[index] ?? {}))
      .map(({ found }) => repositoryKey(found)),
  )
  const identified = [...opened, ...verified].flatMap((each) => ('result' in each ? [each.result] : []))
  const found = [
    ...opened.flatMap((each) => ('result' in each ? [each.result.found] : [])),
    ...listed.flatMap((each) => (failed.has(repositoryKey(each.found)) ? [] : [each.found])),
  ]
  const shared = new Map(identified.map((each) => [repositoryKey(each.found), each.shared]))
  const assigned = await assign(
    found,
    { claims, present: new Set(listing.archived.keys()), shared },
    registered,
    dependencies,
  )
  return {
    registered: assigned,
    given: given.map((source, index) => toNamedSource(source, opened[index], assigned)),
    outcomes,
  }
}

function toSource({
  each: { repository, selection },
  found,
}: {
  readonly each: ListedRepository
  readonly found: FoundRepository
}) {
  return {
    found,
    location: { address: repository.gitUrl, ref: repository.defaultBranch },
    includeExamples: false,
    findCredentials: (rejected?: GitCredentials) =>
      selection.sourceHost.repositories.findGitCredentials(rejected),
  }
}

function toNamedSource(
  source: UnnamedSource,
  tried: Tried<IdentifiedRepository> | undefined,
  assigned: ReadonlyMap<string, RegisteredRepository>,
): ImportSource {
  if (tried === undefined || 'outcome' in tried) return { ...source, tried, store: source.location.address }
  const { found, snapshot } = tried.result
  return { ...source, tried, store: assigned.get(repositoryKey(found))?.store ?? snapshot.name }
}

async function assign(
  found: readonly FoundRepository[],
  situation: Omit<StoreSituation, 'registered'>,
  before: readonly RegisteredRepository[],
  { registry, proposals, signal, isSaved }: RegisterDependencies,
): Promise<ReadonlyMap<string, RegisteredRepository>> {
  const assignIn = (registered: readonly RegisteredRepository[]) =>
    assignStores(found, { ...situation, registered })
  const planned = assignIn(before)
  if (!isSaved || listChanged(planned.repositories, before).length === 0) return planned.repositories
  const save = async () => {
    const now = await registry.list()
    const { repositories, replaced } = assignIn(now)
    await registry.remove(replaced)
    await registry.save(listChanged(repositories, now))
    return repositories
  }
  return proposals.leases.hold(turn, save, { signal, patience: Infinity })
}

function listChanged(
  assigned: ReadonlyMap<string, RegisteredRepository>,
  before: readonly RegisteredRepository[],
): readonly RegisteredRepository[] {
  const known = new Map(before.map((each) => [repositoryKey(each), facts(each)]))
  return [...assigned].flatMap(([key, each]) => (known.get(key) === facts(each) ? [] : [each]))
}

function facts(each: RegisteredRepository): string {
  const { store, formerStores, owner, name, formerNames, address, missing } = each
  return JSON.stringify([store, formerStores, owner, name, formerNames, address, missing ?? null])
}

/** The stores that blueprints use, proposed and published ones, with the commits that they pin. */
async function listClaims({
  proposals,
  names,
  repository,
  signal,
}: RegisterDependencies): Promise<readonly StoreClaim[]> {
  const latest = [...(await proposals.latestByBlueprint()).values(), ...(await names.list())]
  const published = await readPublished(repository, (await repository.readHead()).commit)
  const inUse = await publishedNames(published, createPace(signal))
  const sources = [
    ...latest.map(({ source }) => source),
    ...inUse.flatMap(([, source]) => (source === undefined ? [] : [{ ...source, address: undefined }])),
  ]
  const groups = Map.groupBy(sources, ({ store, address = '' }) => `${store}\0${address}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const commits = group.flatMap(({ commit }) => (commit === undefined ? [] : [commit]))
    return first === undefined
      ? []
      : [{ store: first.store, address: first.address, commits: [...new Set(commits)] }]
  })
}
