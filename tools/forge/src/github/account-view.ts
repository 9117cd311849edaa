import type { HostUrls } from '../http/host-state.ts'
import type { Account } from '../model/account.ts'
import { nodeId } from './format.ts'

/** `simple-user` of GitHub's description. */
export function viewAccount({ id, login, bot }: Account, urls: HostUrls) {
  return { ...viewLogin(login, id, urls), type: bot ? 'Bot' : 'User' }
}

export function viewOptionalAccount(account: Account | undefined, urls: HostUrls) {
  return account === undefined ? null : viewAccount(account, urls)
}

/** The organization that a repository belongs to, as `simple-user`. */
export function viewOwner(owner: string, urls: HostUrls) {
  return { ...viewLogin(owner, ownerId(owner), urls), type: 'Organization' }
}

/** `full` account: `/user`, `/users/{username}`. */
export function viewFullAccount(account: Account, urls: HostUrls) {
  return {
    ...viewAccount(account, urls),
    name: account.name,
    company: null,
    blog: null,
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
  }
}

export function viewOrganization(owner: string, urls: HostUrls, repositories: number) {
  const url = `${urls.api}/orgs/${owner}`
  return {
    login: owner,
    id: ownerId(owner),
    node_id: nodeId('O', ownerId(owner)),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: avatarUrl(owner, urls),
    description: null,
    has_organization_projects: false,
    has_repository_projects: false,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${urls.web}/${owner}`,
    type: 'Organization',
    total_private_repos: repositories,
    created_at: '2024-01-01T00:00:00Z',
    updated_at: '2024-01-01T00:00:00Z',
    archived_at: null,
  }
}

/** The picture of an account. Logins of Apps end with `[bot]`, which addresses spell in percent. */
export const avatarUrl = (login: string, urls: HostUrls) => `${urls.web}/avatars/${encodeURIComponent(login)}`

function viewLogin(login: string, id: number, urls: HostUrls) {
  const name = encodeURIComponent(login)
  const url = `${urls.api}/users/${name}`
  return {
    login,
    id,
    node_id: nodeId('U', id),
    avatar_url: avatarUrl(login, urls),
    gravatar_id: '',
    url,
    html_url: `${urls.web}/${name}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    site_admin: false,
  }
}

/** Organizations have no account of their own here; their number comes from their name. */
function ownerId(owner: string): number {
  let id = 7
  for (const character of owner.toLowerCase()) id = (id * 31 + character.charCodeAt(0)) % 900_000_000
  return id + 1_000_000
}
