import { printConfiguration, type ConfigurationFile } from '@groundplan/configuration'
import type { HostedBlueprints } from './locate-blueprints.ts'

/** What a blueprint repository is offered as its first configuration: everything beside it at the same host. */
export function printFirstConfiguration({ access, name }: HostedBlueprints): string {
  const { kind, url } = access
  // Without a token, since the server has its own for this host.
  const host: ConfigurationFile['hosts'][string] = { kind, url }
  const label = kind === 'github' ? 'github' : 'bitbucket'
  return printConfiguration({
    version: 1,
    hosts: { [label]: host },
    repositories: [{ host: label, owner: name.owner, exclude: [name.name] }],
    'pull-requests': {
      group: 'repository',
      limits: { open: 10, 'per-hour': 5 },
      labels: ['groundplan'],
      // GitHub asks those of the blueprint repository by itself.
      'reviewers-from': kind === 'github' ? ['codeowners'] : ['codeowners', 'default-reviewers'],
    },
  })
}
