import type { ScmHost } from '@groundplan/scm'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'
import { BitbucketDataCenterPullRequestHost } from './bitbucket-data-center-pull-request-host.ts'
import { BitbucketDataCenterRepositoryDirectory } from './bitbucket-data-center-repository-directory.ts'
import { BitbucketDataCenterWebhookHost } from './bitbucket-data-center-webhook-host.ts'
import { BitbucketDataCenterClient } from './client.ts'

/** Bitbucket Data Center; an owner is the key of a project. It has no issues. */
export class BitbucketDataCenterHost implements ScmHost {
  readonly repositories: BitbucketDataCenterRepositoryDirectory
  readonly pullRequests: BitbucketDataCenterPullRequestHost
  readonly issues = undefined
  readonly webhooks: BitbucketDataCenterWebhookHost

  constructor(options: BitbucketDataCenterOptions) {
    const client = new BitbucketDataCenterClient(options)
    this.repositories = new BitbucketDataCenterRepositoryDirectory(client, options)
    this.pullRequests = new BitbucketDataCenterPullRequestHost(client)
    this.webhooks = new BitbucketDataCenterWebhookHost(client)
  }
}
