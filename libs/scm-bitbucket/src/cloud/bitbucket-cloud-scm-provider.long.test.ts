import { accountUuid, startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmProvider } from '@groundplan/scm/testing'
import { BitbucketCloudScmProvider } from './bitbucket-cloud-scm-provider.ts'

testScmProvider('BitbucketCloudScmProvider', async () => {
  let ahead = 0
  const forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  const { apiUrl, webUrl, token } = forge.hosts['bitbucket-cloud']
  const wait = async () => {}
  return {
    createProvider: () =>
      new BitbucketCloudScmProvider({
        apiUrl,
        webUrl,
        authentication: { kind: 'access-token', token },
        wait,
        fetch: createHttpFetch({ service: 'Bitbucket Cloud', wait }),
      }),
    people: forge.people,
    faults: forge.faults,
    passTime: (milliseconds) => {
      ahead += milliseconds
    },
    secrets: [token],
    silentAbout: ['archived'],
    reopens: false,
    nameOf: accountUuid,
    get violations() {
      const isUnchecked = forge.unchecked.some((reason) => reason.startsWith('bitbucket-cloud:'))
      return isUnchecked ? undefined : forge.violations
    },
    close: async () => forge.close(),
  }
})
