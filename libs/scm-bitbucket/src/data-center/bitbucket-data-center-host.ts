import type { ScmHost } from '@groundplan/scm'
import { BitbucketPullRequestHost } from '../bitbucket-pull-request-host.ts'
import type { BitbucketDataCenterOptions } from './bitbucket-data-center-options.ts'
import { BitbucketDataCenterRepositoryDirectory } from './bitbucket-data-center-repository-directory.ts'
import { BitbucketDataCenterWebhookHost } from './bitbucket-data-center-webhook-host.ts'
import { BitbucketDataCenterClient } from './client.ts'
import { pullRequestOperations } from './pull-request-operations.ts'

/** Bitbucket Data Center; an owner is the key of a project. It has no issues. */
export class BitbucketDataCenterHost implements ScmHost {
  readonly repositories: BitbucketDataCenterRepositoryDirectory
  readonly pullRequests: BitbucketPullRequestHost<BitbucketDataCenterClient>
  readonly issues = undefined
  readonly webhooks: BitbucketDataCenterWebhookHost

  constructor(options: BitbucketDataCenterOptions) {
    const client = new BitbucketDataCenterClient(options)
    this.repositories = new BitbucketDataCenterRepositoryDirectory(client, options)
    this.pullRequests = new BitbucketPullRequestHost(client, pullRequestOperations)
    this.webhooks = new BitbucketDataCenterWebhookHost(client)
  }
}
