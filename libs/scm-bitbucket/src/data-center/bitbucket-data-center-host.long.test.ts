import { startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmHost } from '@groundplan/scm/testing'
import { BitbucketDataCenterHost } from './bitbucket-data-center-host.ts'
import { bitbucketDataCenterWebhookReader } from './bitbucket-data-center-webhook-host.ts'

testScmHost('BitbucketDataCenterHost', async () => {
  const forge = await startForge()
  const { webUrl, token } = forge.hosts['bitbucket-data-center']
  const wait = async () => {}
  return {
    createHost: () =>
      new BitbucketDataCenterHost({
        url: webUrl,
        token,
        wait,
        fetch: createHttpFetch({ service: 'Bitbucket Data Center', wait }),
      }),
    webhookReader: bitbucketDataCenterWebhookReader,
    people: forge.people,
    leavesDefaultReviewers: true,
    faults: forge.faults,
    secrets: [token],
    silentAbout: ['language', 'default-branch', 'topics', 'change-token'],
    pageLength: 1000,
    get violations() {
      const isUnchecked = forge.unchecked.some((reason) => reason.startsWith('bitbucket-data-center:'))
      return isUnchecked ? undefined : forge.violations
    },
    close: async () => forge.close(),
  }
})
