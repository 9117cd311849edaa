/**
 * Which repository a store name means.
 *
 * Terms: a repository's *store* is the name that blueprints know it by (`source.store`). A repository at a host is identified by the
 * host's own id, so that it stays the same when it is renamed or moved; any other one by its address.
 */

/** A repository with its store name. */
export interface RegisteredRepository {
  /** The host's name in the configuration; empty for an address that somebody gave. */
  readonly host: string
  /** The host's identifier of the repository, or the address that somebody gave. */
  readonly id: string
  readonly store: string
  /** Earlier store names, which no other repository gets. */
  readonly formerStores: readonly string[]
  /** As the host last listed it; empty until it does. */
  readonly owner: string
  readonly name: string
  /** What it was called before, as `owner/name`. */
  readonly formerNames: readonly string[]
  /** Address for git, without credentials; empty until it is known. */
  readonly address: string
  /** Set while complete listings don't have it. */
  readonly missing?: MissingRepository | undefined
}

export interface MissingRepository {
  readonly reason: 'deleted' | 'archived' | 'excluded'
  /** When an import first noticed. */
  readonly since: Date
  /** Number of complete listings without it, in a row. */
  readonly listings: number
}

export type RepositoryKey = Pick<RegisteredRepository, 'host' | 'id'>

/** Port: keeps the store names of repositories. */
export interface RepositoryRegistry {
  /** All of them, in the order in which they were first saved. */
  list(): Promise<readonly RegisteredRepository[]>
  /** Keeps them in place of those with the same host and id. */
  save(repositories: readonly RegisteredRepository[]): Promise<void>
  remove(keys: readonly RepositoryKey[]): Promise<void>
}

/** The same text for the same repository. */
export function repositoryKey({ host, id }: RepositoryKey): string {
  return `${host}\0${id}`
}
