/** Port: the repositories that a host keeps. For errors see ScmHost. */
export interface RepositoryDirectory {
  /** The repositories of an owner, in pages with one request each, as long as the host allows. */
  listRepositories(owner: string, signal?: AbortSignal): AsyncIterable<readonly HostedRepository[]>
  getRepository(repository: RepositoryName): Promise<HostedRepository>
  readonly findGitCredentials: FindGitCredentials
}

/** How a host calls a repository. */
export interface RepositoryName {
  /** Organization or user (GitHub), workspace (Bitbucket Cloud), project key (Data Center), folder (local). */
  readonly owner: string
  /** As it stands in URLs: GitHub's name, Bitbucket's slug. */
  readonly name: string
}

/** A repository as a host lists it. */
export interface HostedRepository extends RepositoryName {
  /** The host's own identifier, which stays when the repository is renamed or moved. */
  readonly id: string
  readonly description?: string | undefined
  /** Address of its page, for people. */
  readonly webUrl: string
  /** Address for git over HTTP(S), or a folder; never with credentials. */
  readonly gitUrl: string
  /** May be named although the repository is still empty. Some listings do not tell. */
  readonly defaultBranch?: string | undefined
  readonly archived: boolean
  readonly fork: boolean
  /** Empty where the host has none. */
  readonly topics: readonly string[]
  /** Main programming language, in lower case, where the host tells. */
  readonly language?: string | undefined
  readonly updatedAt?: Date | undefined
  /**
   * Changes whenever somebody pushes, and may change more often; equal tokens mean that nothing was pushed. Absent where the host's
   * listing has nothing of the kind, or where the last push is too recent for the token's resolution.
   */
  readonly changeToken?: string | undefined
}

/**
 * Finds the current credentials for git; `undefined` if none are needed. Ask for each operation, because they may expire. Give those
 * that the host has just rejected, to get new ones where they can be renewed; otherwise they are returned again.
 */
export type FindGitCredentials = (rejected?: GitCredentials) => Promise<GitCredentials | undefined>

/** What git needs to reach a repository of a host. Kept in memory only. */
export interface GitCredentials {
  readonly username: string
  readonly password: string
  /** `bearer` if the host takes the password as a token by itself, without a user name; otherwise git sends both (`basic`). */
  readonly scheme?: 'basic' | 'bearer' | undefined
  /** The environment variable that holds the secret, for messages. */
  readonly variable?: string | undefined
  /** Origins that git may send them to, as `URL.origin` gives them; absent: that of the address they are given for. */
  readonly origins?: readonly string[] | undefined
}
