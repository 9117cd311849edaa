import { readHead } from './read-head.fixture.ts'
import type { RepositoryDirectory, RepositoryName } from '../repository-directory.ts'
import type { NewTestRepository, RepositoryTestHost } from './scm-test-host.ts'

/** A directory under test and what most tests begin with. Each test works in repositories of its own. */
export class RepositoryTestSetting<Host extends RepositoryTestHost = RepositoryTestHost> {
  readonly host: Host
  readonly people: Host['people']
  readonly repositories: RepositoryDirectory
  #names = 0

  constructor(host: Host, repositories = host.createHost().repositories) {
    this.host = host
    this.people = host.people
    this.repositories = repositories
  }

  /** An owner who has nothing yet. */
  newOwner(): string {
    this.#names += 1
    return `acme-${this.#names}`
  }

  /** A repository with one commit, if nothing else is asked for. */
  async createRepository(repository: Partial<NewTestRepository> = {}): Promise<RepositoryName> {
    const { owner = this.newOwner(), name = 'network', ...rest } = repository
    await this.people.createRepository({ owner, name, files: { 'README.md': 'Network\n' }, ...rest })
    return { owner, name }
  }

  async commit(
    { owner, name }: RepositoryName,
    branch: string | undefined,
    files: Readonly<Record<string, string>> = { [`${this.newName()}.tf`]: 'x\n' },
  ): Promise<string> {
    return this.people.commit(owner, name, { branch, files, by: 'grace' })
  }

  /** Newest commit of the default branch, as the real git reads it with the credentials of the port. */
  async readHead(repository: RepositoryName): Promise<string> {
    return readHead(this.repositories, repository)
  }

  newName(): string {
    this.#names += 1
    return `item-${this.#names}`
  }
}

/** The setting of the suite that runs. */
export type UseRepositories = () => RepositoryTestSetting
