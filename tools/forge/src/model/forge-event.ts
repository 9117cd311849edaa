import type { Account } from './account.ts'
import type { Comment, Issue, PullRequest, Review } from './pull-request.ts'
import type { Hook, Label, Repository } from './repository.ts'

export type PullRequestAction =
  | 'opened'
  | 'edited'
  | 'synchronize'
  | 'closed'
  | 'merged'
  | 'reopened'
  | 'labeled'
  | 'unlabeled'
  | 'review-requested'
  | 'converted-to-draft'
  | 'ready-for-review'

/** Something happened in a repository that a host would tell its webhooks. */
export type ForgeEvent = { readonly repository: Repository; readonly by: Account } & (
  | {
      readonly kind: 'push'
      readonly ref: string
      readonly before: string | undefined
      readonly after: string | undefined
    }
  | {
      readonly kind: 'pull-request'
      readonly action: PullRequestAction
      readonly pullRequest: PullRequest
      /** For `synchronize`: where the branch was. */
      readonly before?: string
      readonly label?: Label
      readonly reviewer?: Account
      /** For `edited`: what stood there before. */
      readonly former?: { readonly title?: string; readonly body?: string; readonly base?: string }
    }
  | {
      readonly kind: 'comment'
      readonly action: 'created' | 'edited' | 'deleted'
      readonly pullRequest?: PullRequest
      readonly issue?: Issue
      readonly comment: Comment
      readonly formerBody?: string
    }
  | { readonly kind: 'review'; readonly pullRequest: PullRequest; readonly review: Review }
  | {
      readonly kind: 'issue'
      readonly action: 'opened' | 'edited' | 'closed' | 'reopened'
      readonly issue: Issue
    }
  | { readonly kind: 'repository'; readonly action: 'renamed' | 'deleted'; readonly formerName: string }
  | { readonly kind: 'ping'; readonly hook: Hook }
)
