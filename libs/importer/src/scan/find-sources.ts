import { toPlatformError } from '@groundplan/errors'
import type { GitCredentials, HostedRepository, RepositoryLocation, ScmProvider } from '@groundplan/scm'
import type { RepositoryOutcome } from '../import-report.ts'
import type { ScannedRepository, ScanStore } from './scan-store.ts'
import type { OnlyRepository, SelectedRepository, SourceSelection } from './source-selection.ts'

/** A repository to be opened and read. */
export interface ImportSource {
  readonly location: RepositoryLocation
  readonly includeExamples: boolean
  /** True if a module's directory is taken; all are if absent. */
  readonly takesPath?: ((path: string) => boolean) | undefined
  readonly findCredentials?: (() => Promise<GitCredentials | undefined>) | undefined
  /** The commit that the branch is known to have. */
  readonly commit?: string | undefined
  /** Where the host has it; absent for an address that somebody gave. */
  readonly origin?: SourceOrigin | undefined
}

export interface SourceOrigin extends Pick<
  ScannedRepository,
  'host' | 'id' | 'ref' | 'changeToken' | 'settingsId'
> {
  readonly owner: string
  readonly name: string
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
      const known = new Map((await options.scans.list(host)).map((scan) => [`${scan.id}\0${scan.ref}`, scan]))
      const provider = await selection.openProvider()
      for await (const page of listPages(provider, owner, options)) {
        options.signal.throwIfAborted()
        for (const selected of selection.select(page)) {
          const key = `${host}\0${selected.repository.id}`
          if (taken.has(key)) continue
          taken.add(key)
          const found = plan(selected, { ...selection, provider }, known, options)
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
  { repository, ref = repository.defaultBranch }: SelectedRepository,
  selection: Omit<SourceSelection, 'openProvider'> & { readonly provider: ScmProvider },
  known: ReadonlyMap<string, ScannedRepository>,
  { settingsId, pending }: FindSourcesOptions,
): ImportSource | RepositoryOutcome {
  const { id, gitUrl: address, changeToken } = repository
  // Some hosts do not say in lists which branch is the default: git knows.
  const scan = known.get(`${id}\0${ref ?? ''}`)
  const isSame = changeToken !== undefined && scan?.changeToken === changeToken
  const all = `${settingsId} ${selection.id}`
  if (isSame && scan.settled && scan.settingsId === all && !pending.has(scan.store)) {
    const { store, commit, modules, problems } = scan
    return { status: 'unchanged', name: store, address, ref: scan.ref, commit, modules, problems }
  }
  return {
    location: { address, ref },
    includeExamples: selection.includeExamples,
    takesPath: (path) => selection.takesPath(path),
    findCredentials: () => selection.provider.findGitCredentials(),
    commit: isSame ? scan.commit : undefined,
    origin: {
      host: selection.host,
      owner: repository.owner,
      name: repository.name,
      provider: selection.provider,
      id,
      ref: ref ?? '',
      changeToken,
      settingsId: all,
    },
  }
}
