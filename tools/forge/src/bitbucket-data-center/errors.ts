import type { ApiReply } from '../http/api-reply.ts'
import type { Refusal } from '../model/refusal.ts'

/** An error in Data Center's words and numbers; the names of exceptions are those of recorded replies and of its Java API. */
export function refuse({ reason, about }: Refusal): ApiReply {
  const subject = about.field ?? ''
  switch (reason) {
    case 'not-found':
      return fail(404, about.message ?? 'It does not exist.', about.field ?? 'NoSuchEntityException')
    case 'not-allowed':
      return fail(401, 'You are not permitted to access this resource', 'AuthorisationException')
    case 'archived':
      return fail(409, 'The repository is archived.', 'repository.RepositoryArchivedException')
    case 'branch-missing':
    case 'base-missing':
      return fail(404, `Repository has no branch ${subject}`, 'repository.NoSuchBranchException')
    case 'same-branch':
    case 'nothing-to-merge':
      return fail(409, `${subject} is already up-to-date.`, 'pull.EmptyPullRequestException')
    case 'already-open':
      return fail(
        409,
        'Only one pull request may be open for a given source and target branch',
        'pull.DuplicatePullRequestException',
      )
    case 'out-of-date':
      return fail(
        409,
        'You are attempting to modify a pull request based on out-of-date information.',
        outOfDate,
      )
    case 'conflicts':
      return fail(409, 'The pull request has conflicts.', 'pull.PullRequestMergeVetoedException')
    case 'draft':
      return fail(409, 'The pull request is a draft.', 'pull.PullRequestMergeVetoedException')
    case 'not-open':
    case 'branch-moved':
    case 'branch-gone':
    case 'branch-rewritten':
      return fail(409, 'The pull request does not allow this.', 'pull.IllegalPullRequestStateException')
    case 'unknown-reviewer':
    case 'author-as-reviewer':
      return fail(409, `${subject} is not a reviewer.`, 'pull.InvalidPullRequestReviewersException')
    default:
      return fail(400, about.message ?? reason, 'validation.ArgumentValidationException')
  }
}

const outOfDate = 'pull.PullRequestOutOfDateException'

export function fail(
  status: number,
  message = 'It failed.',
  exception = 'server.ServiceException',
): ApiReply {
  const exceptionName = `com.atlassian.bitbucket.${exception}`
  return { status, body: { errors: [{ context: null, message, exceptionName }] } }
}

/** https://confluence.atlassian.com/bitbucketserver/improving-instance-stability-with-rate-limiting-976171954.html */
export function limitReached(seconds: number | undefined): ApiReply {
  const reply = fail(429, 'You are being rate limited', 'ratelimit.RateLimitExceededException')
  return seconds === undefined ? reply : { ...reply, headers: { 'retry-after': String(seconds) } }
}
