import { printConfiguration, type ConfigurationFile } from '@groundplan/configuration'
import type { HostedBlueprints } from './locate-blueprints.ts'

/** What a blueprint repository is offered as its first configuration: everything beside it at the same host. */
export function printFirstConfiguration({ access, name }: HostedBlueprints): string {
  const { kind, url, apiUrl } = access
  const host: ConfigurationFile['hosts'][string] = {
    ...{ kind, url },
    ...(apiUrl === undefined ? {} : { 'api-url': apiUrl }),
    token: { env: 'GROUNDPLAN_BLUEPRINTS_TOKEN' },
    ...(kind === 'bitbucket-cloud' && access.username !== undefined
      ? { username: { env: 'GROUNDPLAN_BLUEPRINTS_USERNAME' } }
      : {}),
  }
  const label = kind === 'github' ? 'github' : 'bitbucket'
  return printConfiguration({
    version: 1,
    hosts: { [label]: host },
    repositories: [{ host: label, owner: name.owner, exclude: [name.name] }],
    'pull-requests': { group: 'repository', limits: { open: 10, 'per-hour': 5 }, labels: ['groundplan'] },
  })
}
