import type { HostUrls } from '../http/host-state.ts'
import { botLogin } from '../model/world.ts'
import type { Repository } from '../model/repository.ts'
import { printTime, toUuid } from './identifiers.ts'

/** `repository` of Bitbucket's description. */
export function viewRepository(repository: Repository, urls: HostUrls) {
  const { owner, name, refs, defaultBranch } = repository
  const address = apiAddress(repository, urls)
  const page = `${urls.web}/${owner}/${name}`
  return {
    ...viewShortRepository(repository, urls),
    slug: name,
    scm: 'git',
    description: repository.description,
    language: repository.language?.toLowerCase() ?? '',
    is_private: true,
    fork_policy: 'allow_forks',
    has_issues: false,
    has_wiki: false,
    size: 1000,
    created_on: printTime(repository.createdAt),
    updated_on: printTime(repository.updatedAt),
    owner: { type: 'team', uuid: toUuid(`workspace ${owner}`), display_name: owner },
    // Null until something is pushed.
    mainbranch: refs.size === 0 ? null : { type: 'branch', name: defaultBranch },
    parent: repository.fork
      ? { type: 'repository', uuid: toUuid('parent'), full_name: 'origin/parent' }
      : null,
    links: {
      self: { href: address },
      html: { href: page },
      // Recorded ones name the user who asks.
      clone: [
        { name: 'https', href: `${page.replace('://', `://${botLogin}@`)}.git` },
        { name: 'ssh', href: `ssh://git@127.0.0.1/${owner}/${name}.git` },
      ],
    },
  }
}

/** As it stands in other things. */
export function viewShortRepository(repository: Repository, urls: HostUrls) {
  const { id, owner, name } = repository
  return {
    type: 'repository',
    uuid: toUuid(`repository ${id}`),
    name,
    full_name: `${owner}/${name}`,
    links: {
      self: { href: apiAddress(repository, urls) },
      html: { href: `${urls.web}/${owner}/${name}` },
    },
  }
}

/** Where the API has it. */
export function apiAddress({ owner, name }: Repository, { api }: HostUrls): string {
  return `${api}/repositories/${owner}/${name}`
}
