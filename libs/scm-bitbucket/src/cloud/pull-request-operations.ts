import type { PullRequestOperations } from '../bitbucket-pull-request-host.ts'
import type { BitbucketCloudClient } from './client.ts'
import { closePullRequest } from './close-pull-request.ts'
import { listComments, putComment } from './comments.ts'
import { listDefaultReviewers } from './default-reviewers.ts'
import { mergePullRequest } from './merge-pull-request.ts'
import { openPullRequest } from './open-pull-request.ts'
import { features } from './pull-request-features.ts'
import { getPullRequest, listPullRequests, reopenPullRequest } from './pull-requests.ts'
import { setStatus } from './statuses.ts'
import { requestReviewers, updatePullRequest } from './update-pull-request.ts'

/** Reviewers are `{uuid}`s or ids of Atlassian accounts. */
export const pullRequestOperations: PullRequestOperations<BitbucketCloudClient> = {
  closePullRequest,
  listComments,
  putComment,
  mergePullRequest,
  openPullRequest,
  features,
  getPullRequest,
  listDefaultReviewers,
  listPullRequests,
  reopenPullRequest,
  setStatus,
  requestReviewers,
  updatePullRequest,
}
