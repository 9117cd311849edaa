import type { SideStepKind } from './side-step.ts'

/** What people can do about a host that refuses a step. */
export const refusalHints: Readonly<Partial<Record<SideStepKind, string>>> = {
  labels: 'Allow the token to write pull requests and issues. The next import tries again.',
  reviewers:
    'Give the account or team access to the blueprint repository, or remove the name from CODEOWNERS or `reviewers`.',
  'default-reviewers':
    'Allow the token to read the repository and its pull requests, or leave `default-reviewers` out of `reviewers-from`.',
  status: 'Allow the token to write commit statuses (build statuses). The next import tries again.',
  comment: 'Allow the token to comment on pull requests. The next import tries again.',
  close: 'Close it by hand, or allow the token to close pull requests.',
  branch: 'Delete the branch by hand, or allow the token to delete branches with the configured prefix.',
  dashboard:
    'Allow the token to write issues or the branch of the dashboard, or turn the dashboard off with `dashboard: false` under `pull-requests`.',
  webhook: 'Give the token admin access to the repository, or create the webhook by hand.',
}
