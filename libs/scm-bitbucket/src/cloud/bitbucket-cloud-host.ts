import type { ScmHost } from '@groundplan/scm'
import { BitbucketPullRequestHost } from '../bitbucket-pull-request-host.ts'
import type { BitbucketCloudOptions } from './bitbucket-cloud-options.ts'
import { BitbucketCloudRepositoryDirectory } from './bitbucket-cloud-repository-directory.ts'
import { BitbucketCloudWebhookHost } from './bitbucket-cloud-webhook-host.ts'
import { BitbucketCloudClient } from './client.ts'
import { pullRequestOperations } from './pull-request-operations.ts'

/** Bitbucket Cloud; an owner is a workspace. It has no issues: Atlassian is retiring the tracker. */
export class BitbucketCloudHost implements ScmHost {
  readonly repositories: BitbucketCloudRepositoryDirectory
  readonly pullRequests: BitbucketPullRequestHost<BitbucketCloudClient>
  readonly issues = undefined
  readonly webhooks: BitbucketCloudWebhookHost

  constructor(options: BitbucketCloudOptions) {
    const client = new BitbucketCloudClient(options)
    this.repositories = new BitbucketCloudRepositoryDirectory(client)
    this.pullRequests = new BitbucketPullRequestHost(client, pullRequestOperations)
    this.webhooks = new BitbucketCloudWebhookHost(client)
  }
}
