import { ExternalServiceError, toPlatformError } from '@groundplan/errors'
import type { GitCredentials, HostedRepository, RepositoryLocation, WebhookHost } from '@groundplan/scm'
import { startDeadline, untilAborted } from '../deadline.ts'
import { defaultImportLimits } from '../import-limits.ts'
import type { RepositoryOutcome } from '../import-report.ts'
import { mapConcurrently } from '../map-concurrently.ts'
import type { ScannedRepository, ScanStore } from './scan-store.ts'
import type { SelectionReview, SourceHost, SourceSelection } from './source-selection.ts'
import type { OnlyRepository } from '../import-report.ts'

/** A repository to be opened and read. */
export interface ImportSource {
  readonly location: RepositoryLocation
  readonly includeExamples: boolean
  /** What is taken of it; everything, as on the branch that is opened, if absent. */
  readonly selection?: Pick<SourceSelection, 'takesPath' | 'chooseBranch' | 'chooseTags'> | undefined
  readonly findCredentials?: (() => Promise<GitCredentials | undefined>) | undefined
  /** The commit that the branch is known to have. */
  readonly commit?: string | undefined
  /** Where the host has it; absent for an address that somebody gave. */
  readonly origin?: SourceOrigin | undefined
}

export interface SourceOrigin extends Pick<ScannedRepository, 'host' | 'id' | 'changeToken' | 'settingsId'> {
  readonly owner: string
  readonly name: string
  /** Under which it is remembered; the branch that was read if absent. */
  readonly ref: string | undefined
  readonly review?: SelectionReview | undefined
  readonly webhooks: WebhookHost | undefined
}

export interface FoundSources {
  readonly sources: readonly ImportSource[]
  /** Repositories that need no look, and hosts that could not be asked. */
  readonly outcomes: readonly RepositoryOutcome[]
}

export interface FindSourcesOptions {
  readonly scans: Pick<ScanStore, 'list'>
  /** Fingerprint of what the outcome of every repository depends on. */
  readonly settingsId: string
  /** Short names of repositories that must be read, changed or not. */
  readonly pending: ReadonlySet<string>
  readonly only?: OnlyRepository | undefined
  readonly signal: AbortSignal
  /** Milliseconds that one host may take to answer for one owner. */
  readonly patience?: number | undefined
}

/** Asks the hosts which repositories there are, and leaves out those in which nothing has changed: one request per 100. */
export async function findSources(
  selections: readonly SourceSelection[],
  options: FindSourcesOptions,
): Promise<FoundSources> {
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
  const found = { sources: [] as ImportSource[], outcomes: [] as RepositoryOutcome[] }
  const taken = new Set<string>()
  // What several select is the first one's, whoever answered first.
  for (const selection of wanted) {
    const { repositories = [], sourceHost, known, failure } = answers.get(selection) ?? {}
    for (const repository of repositories) {
      const key = `${selection.host}\0${repository.id}`
      if (taken.has(key) || sourceHost === undefined) continue
      taken.add(key)
      const each = plan(repository, { ...selection, sourceHost }, known?.get(repository.id) ?? [], options)
      if ('location' in each) found.sources.push(each)
      else found.outcomes.push(each)
    }
    if (failure !== undefined) found.outcomes.push(failure)
  }
  return found
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

async function list(selection: SourceSelection, options: FindSourcesOptions): Promise<ListedSelection> {
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
      repositories.push(...selection.select(page.value))
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
  { only, signal }: FindSourcesOptions,
): AsyncGenerator<readonly HostedRepository[]> {
  if (only === undefined) yield* repositories.listRepositories(owner, signal)
  else yield [await repositories.getRepository({ owner, name: only.name })]
}

function plan(
  { id, owner, name, gitUrl: address, defaultBranch, changeToken }: HostedRepository,
  selection: Omit<SourceSelection, 'openHost'> & { readonly sourceHost: SourceHost },
  known: readonly ScannedRepository[],
  { settingsId, pending }: FindSourcesOptions,
): ImportSource | RepositoryOutcome {
  const { host, sourceHost, includeExamples, chooseBranch } = selection
  const all = `${settingsId} ${selection.id}`
  const ofToken = changeToken === undefined ? [] : known.filter((scan) => scan.changeToken === changeToken)
  // Some hosts do not say in lists which branch is the default, and which one is chosen shows when it is opened: git knows.
  const same = ofToken.find(({ ref }) => ref === (defaultBranch ?? ''))
  const scan = chooseBranch === undefined ? same : ofToken.find((each) => each.settingsId === all)
  if (scan?.settled === true && scan.settingsId === all && !pending.has(scan.store)) {
    const { store, ref, commit, modules, problems } = scan
    return { status: 'unchanged', name: store, address, ref, commit, modules, problems }
  }
  return {
    location: { address, ref: defaultBranch },
    includeExamples,
    selection,
    findCredentials: () => sourceHost.repositories.findGitCredentials(),
    commit: same?.commit,
    origin: {
      ...{ host, id, owner, name, changeToken, settingsId: all },
      webhooks: sourceHost.webhooks,
      review: selection.review,
      ref: chooseBranch === undefined ? (defaultBranch ?? '') : undefined,
    },
  }
}
