import type { EditorHints } from '@groundplan/blueprint'

const github = {
  kind: 'github',
  token: { env: '${2:GROUNDPLAN_SECRET_GITHUB}' },
  'webhook-secret': { env: '${3:GROUNDPLAN_SECRET_GITHUB_WEBHOOK}' },
}
const bitbucketCloud = {
  kind: 'bitbucket-cloud',
  username: { env: '${2:GROUNDPLAN_SECRET_BITBUCKET_USERNAME}' },
  token: { env: '${3:GROUNDPLAN_SECRET_BITBUCKET}' },
}
const bitbucketDataCenter = {
  kind: 'bitbucket-data-center',
  url: '${2:https://bitbucket.example.com}',
  token: { env: '${3:GROUNDPLAN_SECRET_BITBUCKET}' },
}

/** Editor hints for configurations, in addition to the schema. */
export const configurationHints: EditorHints = {
  id: 'urn:groundplan:configuration:v1',
  snippets: {
    hosts: [
      { label: 'github', description: 'GitHub', body: { '${1:github}': github } },
      {
        label: 'bitbucket-cloud',
        description: 'Bitbucket Cloud',
        body: { '${1:bitbucket}': bitbucketCloud },
      },
      {
        label: 'bitbucket-data-center',
        description: 'Bitbucket Data Center',
        body: { '${1:bitbucket}': bitbucketDataCenter },
      },
    ],
    repositories: [
      {
        label: 'selection',
        description: 'Repositories of one owner',
        body: [{ host: '${1:github}', owner: '${2:acme}', include: ["'${3:terraform-*}'"] }],
      },
    ],
  },
  entries: { hosts: 'A service that hosts git repositories.' },
  examples: {},
}
