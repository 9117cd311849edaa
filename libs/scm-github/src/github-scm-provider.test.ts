import { startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmProvider } from '@groundplan/scm/testing'
import { GithubScmProvider } from './github-scm-provider.ts'

testScmProvider('GithubScmProvider', async () => {
  let ahead = 0
  const forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  const { apiUrl, token } = forge.hosts.github
  const wait = async () => {}
  return {
    createProvider: () =>
      new GithubScmProvider({ apiUrl, token, wait, fetch: createHttpFetch({ service: 'GitHub', wait }) }),
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
