import { startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmProvider } from '@groundplan/scm/testing'
import { BitbucketDataCenterScmProvider } from './bitbucket-data-center-scm-provider.ts'

testScmProvider('BitbucketDataCenterScmProvider', async () => {
  const forge = await startForge()
  const { webUrl, token } = forge.hosts['bitbucket-data-center']
  const wait = async () => {}
  return {
    createProvider: () =>
      new BitbucketDataCenterScmProvider({
        url: webUrl,
        token,
        wait,
        fetch: createHttpFetch({ service: 'Bitbucket Data Center', wait }),
      }),
    people: forge.people,
    faults: forge.faults,
    secrets: [token],
    silentAbout: ['language', 'default-branch'],
    get violations() {
      const isUnchecked = forge.unchecked.some((reason) => reason.startsWith('bitbucket-data-center:'))
      return isUnchecked ? undefined : forge.violations
    },
    close: async () => forge.close(),
  }
})
