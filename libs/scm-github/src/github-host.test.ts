import { startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmHost } from '@groundplan/scm/testing'
import { GithubHost } from './github-host.ts'
import { githubWebhookReader } from './github-webhook-host.ts'

testScmHost('GithubHost', async () => {
  let ahead = 0
  const forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  const { apiUrl, token } = forge.hosts.github
  const wait = async () => {}
  return {
    createHost: () =>
      new GithubHost({ apiUrl, token, wait, fetch: createHttpFetch({ service: 'GitHub', wait }) }),
    webhookReader: githubWebhookReader,
    people: forge.people,
    faults: forge.faults,
    passTime: (milliseconds) => {
      ahead += milliseconds
    },
    secrets: [token],
    get violations() {
      return forge.violations
    },
    close: async () => forge.close(),
  }
})
