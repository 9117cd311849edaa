import type { ApiReply } from '../http/api-reply.ts'
import type { RateState } from '../http/host-state.ts'
import type { Refusal, RefusalOptions } from '../model/refusal.ts'

const documentation = 'https://docs.github.com/rest'

/** An error in GitHub's words and numbers. */
export function refuse({ reason, about }: Refusal): ApiReply {
  const branch = about.field ?? ''
  switch (reason) {
    case 'not-found':
      return fail(404, 'Not Found')
    case 'not-allowed':
      return fail(403, 'Resource not accessible by personal access token')
    case 'issues-off':
      return fail(410, 'Issues has been disabled in this repository.')
    case 'archived':
      return fail(403, 'Repository was archived so is read-only.')
    case 'branch-missing':
      return invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' })
    case 'base-missing':
      return invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' })
    case 'same-branch':
    case 'nothing-to-merge':
      return invalidPullRequest(`No commits between ${about.message ?? 'main'} and ${branch}`)
    case 'already-open':
      return invalidPullRequest(about.message ?? `A pull request already exists for ${branch}.`)
    case 'branch-gone':
      return invalidState(`state cannot be changed. The ${branch} branch has been deleted.`)
    case 'branch-rewritten':
      return invalidState(`state cannot be changed. The ${branch} branch was force-pushed or recreated.`)
    case 'too-long':
      return tooLong(about)
    case 'branch-moved':
      return fail(409, 'Head branch was modified. Review and try the merge again.')
    case 'out-of-date':
      return fail(409, 'Conflict')
    case 'conflicts':
    case 'not-open':
      return fail(405, 'Pull Request is not mergeable')
    case 'draft':
      return fail(405, 'Pull Request is still a draft')
    case 'unknown-reviewer':
      return fail(
        422,
        `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${about.message ?? ''} repository.`,
      )
    case 'author-as-reviewer':
      return fail(422, 'Review cannot be requested from pull request author.')
    case 'already-exists':
      return invalid({ resource: about.resource ?? '', code: 'already_exists', field: about.field ?? 'name' })
    case 'invalid':
      return invalid({
        resource: about.resource ?? '',
        field: about.field ?? '',
        code: about.message ?? 'invalid',
      })
  }
}

/** 401; GitHub says whether any credentials came. */
export function refuseCredentials(given: boolean): ApiReply {
  return fail(401, given ? 'Bad credentials' : 'Requires authentication')
}

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function limitReached(
  kind: 'primary' | 'secondary',
  { rate, retryAfter }: { rate: RateState; retryAfter?: number | undefined },
): ApiReply {
  if (kind === 'primary')
    return { ...fail(403, 'API rate limit exceeded for user ID 1001.'), headers: rateHeaders(rate) }
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  return {
    ...fail(403, message),
    headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  }
}

export function rateHeaders({ limit, remaining, resetsAt }: RateState): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-used': String(limit - remaining),
    'x-ratelimit-reset': String(Math.ceil(resetsAt.getTime() / 1000)),
    'x-ratelimit-resource': 'core',
  }
}

export function fail(status: number, message?: string): ApiReply {
  const body = { message: message ?? serverErrors[status] ?? 'Error', documentation_url: documentation }
  return { status, body: { ...body, status: String(status) } }
}

const serverErrors: Readonly<Record<number, string>> = {
  500: 'Server Error',
  502: 'Server Error',
  503: 'Service unavailable',
  504: 'We couldn’t respond to your request in time. Sorry about that. Please try resubmitting your request.',
}

/** 422 with what is wrong. */
export function invalid(error: Readonly<Record<string, string>>): ApiReply {
  return {
    status: 422,
    body: { message: 'Validation Failed', errors: [error], documentation_url: documentation },
  }
}

function tooLong({ message, resource }: RefusalOptions): ApiReply {
  const name = resource === 'comment' ? 'IssueComment' : resource === 'issue' ? 'Issue' : 'PullRequest'
  const text = `body is too long (maximum is ${message} characters)`
  return invalid({ resource: name, code: 'custom', field: 'body', message: text })
}

function invalidPullRequest(message: string): ApiReply {
  return invalid({ resource: 'PullRequest', code: 'custom', message })
}

function invalidState(message: string): ApiReply {
  return invalid({ resource: 'PullRequest', code: 'invalid', field: 'state', message })
}
