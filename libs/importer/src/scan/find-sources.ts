import { toPlatformError } from '@groundplan/errors'
import type { GitCredentials, HostedRepository, RepositoryLocation, ScmProvider } from '@groundplan/scm'
import type { RepositoryOutcome } from '../import-report.ts'
import type { ScannedRepository, ScanStore } from './scan-store.ts'
import type { OnlyRepository, SelectionReview, SourceSelection } from './source-selection.ts'

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
  readonly provider: ScmProvider
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
}

/** Asks the hosts which repositories there are, and leaves out those in which nothing has changed: one request per 100. */
export async function findSources(
  selections: readonly SourceSelection[],
  options: FindSourcesOptions,
): Promise<FoundSources> {
  const sources: ImportSource[] = []
  const outcomes: RepositoryOutcome[] = []
  const taken = new Set<string>()
  for (const selection of selections) {
    const { host, owner } = selection
    if (options.only !== undefined && (options.only.host !== host || options.only.owner !== owner)) continue
    try {
      const known = Map.groupBy(await options.scans.list(host), ({ id }) => id)
      const provider = await selection.openProvider()
      for await (const page of listPages(provider, owner, options)) {
        options.signal.throwIfAborted()
        for (const repository of selection.select(page)) {
          const key = `${host}\0${repository.id}`
          if (taken.has(key)) continue
          taken.add(key)
          const found = plan(repository, { ...selection, provider }, known.get(repository.id) ?? [], options)
          if ('location' in found) sources.push(found)
          else outcomes.push(found)
        }
      }
    } catch (error) {
      options.signal.throwIfAborted()
      const { code, message, hint } = toPlatformError(error)
      outcomes.push({ status: 'failed', address: `${host}: ${owner}`, code, message, hint })
    }
  }
  return { sources, outcomes }
}

async function* listPages(
  provider: ScmProvider,
  owner: string,
  { only, signal }: FindSourcesOptions,
): AsyncGenerator<readonly HostedRepository[]> {
  if (only === undefined) yield* provider.listRepositories(owner, signal)
  else yield [await provider.getRepository({ owner, name: only.name })]
}

function plan(
  { id, owner, name, gitUrl: address, defaultBranch, changeToken }: HostedRepository,
  selection: Omit<SourceSelection, 'openProvider'> & { readonly provider: ScmProvider },
  known: readonly ScannedRepository[],
  { settingsId, pending }: FindSourcesOptions,
): ImportSource | RepositoryOutcome {
  const { host, provider, includeExamples, chooseBranch } = selection
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
    findCredentials: () => provider.findGitCredentials(),
    commit: same?.commit,
    origin: {
      ...{ host, id, owner, name, provider, changeToken, settingsId: all },
      review: selection.review,
      ref: chooseBranch === undefined ? (defaultBranch ?? '') : undefined,
    },
  }
}
