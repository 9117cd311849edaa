import type { Configuration } from '@groundplan/configuration'
import { NotFoundError } from '@groundplan/errors'
import type { RegisteredRepository, RepositoryRegistry } from '@groundplan/importer'
import type { FindGitCredentials, RepositoryReader, RepositorySnapshot } from '@groundplan/scm'
import { openHost, type HostSources } from './open-host.ts'

export interface RegisteredRepositoriesOptions {
  readonly registry: Pick<RepositoryRegistry, 'list'>
  readonly reader: RepositoryReader
  /** The hosts of the merged configuration, with what signs in there. */
  readonly readHosts: () => Promise<Configuration['hosts']>
  readonly findSources: () => HostSources
}

/** Opens a commit of a repository by its store name. Throws PlatformError. */
export type OpenRegistered = (
  wanted: { readonly store: string; readonly commit: string },
  signal: AbortSignal,
) => Promise<RepositorySnapshot>

/** Opens repositories that imports have found, by the names that blueprints have for them. */
export function createOpenRegistered(options: RegisteredRepositoriesOptions): OpenRegistered {
  return async ({ store, commit }, signal) => {
    const repository = findByStore(store, await options.registry.list())
    // Only asked for if the commit is not here yet: what was fetched before can be launched while a host is down.
    const findCredentials = createFindCredentials(repository, options)
    const location = { address: repository.address || repository.id, ref: commit }
    const snapshot = await options.reader.open(location, { signal, findCredentials, commit })
    return snapshot.named(store)
  }
}

/** Whoever has the name now goes before those that had it. */
function findByStore(store: string, registered: readonly RegisteredRepository[]): RegisteredRepository {
  const found =
    registered.find((each) => each.store === store) ??
    registered.find(({ formerStores }) => formerStores.includes(store))
  if (found !== undefined) return found
  throw new NotFoundError(`There is no repository "${store}".`, {
    hint: 'Import the repository that the blueprint names as its store.',
  })
}

function createFindCredentials(
  { host: name, owner }: RegisteredRepository,
  { readHosts, findSources }: RegisteredRepositoriesOptions,
): FindGitCredentials {
  return async (rejected) => {
    const hosts = await readHosts()
    const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined
    if (host === undefined || host.kind === 'local-git') return undefined
    const { repositories } = await openHost(name, host, findSources(), owner)
    return repositories.findGitCredentials(rejected)
  }
}
