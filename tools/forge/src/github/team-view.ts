import type { HostUrls } from '../http/host-state.ts'
import { nodeId } from './format.ts'

/** `team` of GitHub's description. */
export function viewTeam(slug: string, owner: string, urls: HostUrls) {
  const id = [...slug].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 1) % 900_000
  const url = `${urls.api}/organizations/${owner}/team/${id}`
  return {
    id,
    node_id: nodeId('T', id),
    url,
    html_url: `${urls.web}/orgs/${owner}/teams/${slug}`,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'push',
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: 'organization' as const,
    parent: null,
  }
}
