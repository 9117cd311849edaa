import { ExternalServiceError, toPlatformError } from '@groundplan/errors'
import type {
  FindGitCredentials,
  HostedRepository,
  RepositoryLocation,
  RepositorySnapshot,
  ScmKind,
  WebhookHost,
} from '@groundplan/scm'
import { startDeadline, untilAborted } from '../deadline.ts'
import { defaultImportLimits } from '../import-limits.ts'
import type { RepositoryOutcome } from '../import-report.ts'
import { mapConcurrently } from '../map-concurrently.ts'
import { repositoryKey, type RegisteredRepository } from '../registry/repository-registry.ts'
import { findRenamed, type RenamedRepository } from './find-renamed.ts'
import { leaveOut } from './leave-out.ts'
import { ownerKey, type ListedOwner, type Listing } from '../registry/track-missing.ts'
import type { ScannedRepository, ScanStore } from './scan-store.ts'
import type { SelectionReview, SourceHost, SourceSelection } from './source-selection.ts'
import type { OnlyRepository } from '../import-report.ts'
import type { Tried } from './try-reading.ts'

/** A repository to be opened and read. */
export interface ImportSource {
  readonly location: RepositoryLocation
  /** What blueprints call it. */
  readonly store: string
  readonly includeExamples: boolean
  /** What is taken of it; everything, as on the branch that is opened, if absent. */
  readonly selection?: Pick<SourceSelection, 'takesPath' | 'chooseBranch' | 'chooseTags'> | undefined
  readonly findCredentials?: FindGitCredentials | undefined
  /** The commit that the branch is known to have. */
  readonly commit?: string | undefined
  /** What came of opening it, if that was done before. */
  readonly tried?: Tried<OpenedRepository> | undefined
  /** Where the host has it; absent for an address that somebody gave. */
  readonly origin?: SourceOrigin | undefined
}

export interface OpenedRepository {
  readonly snapshot: RepositorySnapshot
  /** When it was opened: what was proposed later may come from a newer state. */
  readonly openedAt: Date
}

export interface SourceOrigin extends Pick<ScannedRepository, 'host' | 'id' | 'changeToken' | 'settingsId'> {
  readonly owner: string
  readonly name: string
  readonly kind?: ScmKind | undefined
  /** Under which it is remembered; the branch that was read if absent. */
  readonly ref: string | undefined
  readonly review?: SelectionReview | undefined
}

/** A repository that the configuration selects, changed or not, at the host that the configuration calls so. */
export interface SelectedRepository {
  readonly host: string
  /** The host's identifier. */
  readonly id: string
  readonly owner: string
  readonly name: string
  /** Absent where the host has no webhooks. */
  readonly webhooks: WebhookHost | undefined
}

export interface FoundSources {
  readonly sources: readonly ImportSource[]
  /** Repositories that need no look, and hosts that could not be asked. */
  readonly outcomes: readonly RepositoryOutcome[]
}

/** A repository as its host lists it, with who selects it. */
export interface ListedRepository {
  readonly repository: HostedRepository
  readonly selection: OpenedSelection
  /** What is remembered of it. */
  readonly known: readonly ScannedRepository[]
}

type OpenedSelection = Omit<SourceSelection, 'openHost'> & { readonly sourceHost: SourceHost }

export interface ListedRepositories {
  /** Those that are selected, each once. */
  readonly selected: readonly ListedRepository[]
  /** How many only archiving leaves out. */
  readonly archived: number
  /** What hosts listed, selected or not. */
  readonly listing: Listing
  /** Hosts that could not be asked. */
  readonly failures: readonly RepositoryOutcome[]
  /** Those of the selected ones that the configuration names by former names. */
  readonly renamed: readonly RenamedRepository[]
}

export interface ListRepositoriesOptions {
  /** Repositories that were imported before, with their former names; nothing is known of any if absent. */
  readonly registered?: readonly RegisteredRepository[] | undefined
  readonly scans: Pick<ScanStore, 'list'>
  readonly only?: OnlyRepository | undefined
  readonly signal: AbortSignal
  /** Milliseconds that one host may take to answer for one owner. */
  readonly patience?: number | undefined
}

/** Asks the hosts which repositories there are: one request per 100. */
export async function listRepositories(
  selections: readonly SourceSelection[],
  options: ListRepositoriesOptions,
): Promise<ListedRepositories> {
  const { only } = options
  const wanted = selections.filter(
    ({ host, owner }) => only === undefined || (only.host === host && only.owner === owner),
  )
  // A host is asked for one thing after the other, as it wants to be; a slow one keeps no other from answering.
  const byHost = [...Map.groupBy(wanted, ({ host }) => host).values()]
  const listed = await mapConcurrently(byHost, hostsAtOnce, async (own) => {
    const answers: [SourceSelection, ListedSelection][] = []
    for (const selection of own) answers.push([selection, await list(selection, options)])
    return answers
  })
  const answers = new Map(listed.flat())
  const selected = new Map<string, ListedRepository>()
  const archived = new Set<string>()
  const listedKeys = new Map<string, boolean>()
  const owners = new Map<string, ListedOwner>()
  const failures: RepositoryOutcome[] = []
  // What several select is the first one's, whoever answered first.
  for (const selection of wanted) {
    const { repositories = [], sourceHost, known, failure } = answers.get(selection) ?? {}
    const { host } = selection
    for (const each of repositories) listedKeys.set(repositoryKey({ host, id: each.id }), each.archived)
    const complete = failure === undefined && owners.get(ownerKey(selection))?.complete !== false
    owners.set(ownerKey(selection), { complete, count: repositories.length })
    if (failure !== undefined) failures.push(failure)
    if (sourceHost === undefined) continue
    for (const { id } of listArchived(repositories, selection)) archived.add(repositoryKey({ host, id }))
    for (const repository of selection.select(repositories)) {
      const key = repositoryKey({ host, id: repository.id })
      if (selected.has(key)) continue
      const opened = { ...selection, sourceHost }
      selected.set(key, { repository, selection: opened, known: known?.get(repository.id) ?? [] })
    }
  }
  const renamed = await findRenamed(
    wanted.flatMap((selection) => {
      const { repositories = [], sourceHost, failure } = answers.get(selection) ?? {}
      return sourceHost === undefined || failure !== undefined
        ? []
        : [{ selection, sourceHost, repositories }]
    }),
    {
      registered: options.registered ?? [],
      isSelected: (host, id) => selected.has(repositoryKey({ host, id })),
      mayAsk: only === undefined,
      signal: options.signal,
    },
  )
  for (const { selection, sourceHost, repository } of renamed) {
    const known = answers.get(selection)?.known?.get(repository.id) ?? []
    const key = repositoryKey({ host: selection.host, id: repository.id })
    selected.set(key, { repository, selection: { ...selection, sourceHost }, known })
  }
  for (const key of selected.keys()) archived.delete(key)
  const listing = { selected: new Set(selected.keys()), archived: listedKeys, owners }
  return { selected: [...selected.values()], archived: archived.size, listing, failures, renamed }
}

/** Archived repositories that would be selected if they were not archived. */
function listArchived(
  listed: readonly HostedRepository[],
  { select }: SourceSelection,
): readonly HostedRepository[] {
  const archived = listed.filter((repository) => repository.archived)
  return select(archived.map((repository) => ({ ...repository, archived: false })))
}

export interface FindSourcesOptions {
  /** Fingerprint of what the outcome of every repository depends on. */
  readonly settingsId: string
  /** Store names of repositories that must be read, changed or not. */
  readonly pending: ReadonlySet<string>
  /** The repositories with their store names, by {@link repositoryKey}. */
  readonly registered: ReadonlyMap<string, RegisteredRepository>
}

/** Plans which of the listed repositories are opened: those in which something has changed. */
export function findSources(
  { selected, failures }: ListedRepositories,
  options: FindSourcesOptions,
): FoundSources {
  const found = { sources: [] as ImportSource[], outcomes: [] as RepositoryOutcome[] }
  for (const each of selected) {
    const planned = plan(each, options)
    if (planned === undefined) continue
    if ('location' in planned) found.sources.push(planned)
    else found.outcomes.push(planned)
  }
  found.outcomes.push(...failures)
  return found
}

/** The same, for what is done with repositories whether they have changed or not. */
export function listSelected({ selected }: ListedRepositories): readonly SelectedRepository[] {
  return selected.map(({ repository: { id, owner, name }, selection: { host, sourceHost } }) => ({
    ...{ host, id, owner, name },
    webhooks: sourceHost.webhooks,
  }))
}

/** How many hosts are asked at a time. */
const hostsAtOnce = 8

/** What a host answered; with a failure, what it answered before. */
interface ListedSelection {
  readonly repositories: readonly HostedRepository[]
  readonly sourceHost?: SourceHost | undefined
  readonly known?: ReadonlyMap<string, readonly ScannedRepository[]> | undefined
  readonly failure?: RepositoryOutcome | undefined
}

async function list(selection: SourceSelection, options: ListRepositoriesOptions): Promise<ListedSelection> {
  const { host, owner } = selection
  const deadline = startDeadline(options.signal, options.patience ?? defaultImportLimits.repository)
  const { signal } = deadline
  const repositories: HostedRepository[] = []
  let sourceHost: SourceHost | undefined
  let known: ListedSelection['known']
  try {
    known = Map.groupBy(await options.scans.list(host), ({ id }) => id)
    sourceHost = await untilAborted(selection.openHost(), signal)
    const pages = listPages(sourceHost, owner, { ...options, signal })
    while (true) {
      const page = await untilAborted(pages.next(), signal)
      if (page.done === true) return { repositories, sourceHost, known }
      repositories.push(...page.value)
    }
  } catch (error) {
    options.signal.throwIfAborted()
    const { code, message, hint } = toPlatformError(deadline.isOver() ? silent(host) : error)
    const failure = { status: 'failed', address: `${host}: ${owner}`, code, message, hint } as const
    return { repositories, sourceHost, known, failure }
  } finally {
    deadline.clear()
  }
}

function silent(host: string): ExternalServiceError {
  return new ExternalServiceError(`The host ${host} took too long to list its repositories.`, {
    service: host,
    retryable: true,
    hint: 'The next import tries again.',
  })
}

async function* listPages(
  { repositories }: SourceHost,
  owner: string,
  { only, signal }: ListRepositoriesOptions,
): AsyncGenerator<readonly HostedRepository[]> {
  if (only === undefined) yield* repositories.listRepositories(owner, signal)
  else yield [await repositories.getRepository({ owner, name: only.name })]
}

function plan(
  { repository, selection, known }: ListedRepository,
  { settingsId, pending, registered }: FindSourcesOptions,
): ImportSource | RepositoryOutcome | undefined {
  const { id, owner, name, gitUrl: address, defaultBranch, changeToken } = repository
  const { host, sourceHost, includeExamples, chooseBranch } = selection
  const store = registered.get(repositoryKey({ host, id }))?.store
  // What could not be identified has its outcome already.
  if (store === undefined) return undefined
  const all = `${settingsId} ${selection.id}`
  const ofToken = changeToken === undefined ? [] : known.filter((scan) => scan.changeToken === changeToken)
  // Some hosts do not say in lists which branch is the default, and which one is chosen shows when it is opened: git knows.
  const same = ofToken.find(({ ref }) => ref === (defaultBranch ?? ''))
  const scan = chooseBranch === undefined ? same : ofToken.find((each) => each.settingsId === all)
  // Under another store name its blueprints have to be written anew.
  const isKnown = scan?.settled === true && scan.settingsId === all && scan.store === store
  if (isKnown && !pending.has(store)) {
    const { ref, commit, modules, problems } = scan
    if (commit === '') return leaveOut(address, problems[0]?.reason)
    return { status: 'unchanged', name: store, address, ref, commit, modules, problems }
  }
  return {
    location: { address, ref: defaultBranch },
    store,
    includeExamples,
    selection,
    findCredentials: (rejected) => sourceHost.repositories.findGitCredentials(rejected),
    // One that was empty has none.
    commit: same?.commit === '' ? undefined : same?.commit,
    origin: {
      ...{ host, id, owner, name, changeToken, settingsId: all, kind: selection.kind },
      review: selection.review,
      ref: chooseBranch === undefined ? (defaultBranch ?? '') : undefined,
    },
  }
}
