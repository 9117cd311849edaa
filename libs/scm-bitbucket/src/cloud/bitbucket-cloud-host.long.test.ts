import { accountUuid, startForge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { testScmHost } from '@groundplan/scm/testing'
import { BitbucketCloudHost } from './bitbucket-cloud-host.ts'
import { bitbucketCloudWebhookReader } from './bitbucket-cloud-webhook-host.ts'

testScmHost('BitbucketCloudHost', async () => {
  let ahead = 0
  const forge = await startForge({ now: () => new Date(Date.now() + ahead) })
  const { apiUrl, webUrl, token } = forge.hosts['bitbucket-cloud']
  const wait = async () => {}
  return {
    createHost: () =>
      new BitbucketCloudHost({
        apiUrl,
        webUrl,
        authentication: { kind: 'access-token', token },
        wait,
        fetch: createHttpFetch({ service: 'Bitbucket Cloud', wait }),
      }),
    webhookReader: bitbucketCloudWebhookReader,
    people: forge.people,
    faults: forge.faults,
    passTime: (milliseconds) => {
      ahead += milliseconds
    },
    secrets: [token],
    silentAbout: ['archived', 'topics'],
    // The API documentation does not guarantee that a second one is rejected.
    uniquePullRequests: false,
    reopens: false,
    nameOf: accountUuid,
    leavesDefaultReviewers: true,
    get violations() {
      const isUnchecked = forge.unchecked.some((reason) => reason.startsWith('bitbucket-cloud:'))
      return isUnchecked ? undefined : forge.violations
    },
    close: async () => forge.close(),
  }
})
