import type { ApiReply } from '../http/api-reply.ts'
import type { Refusal } from '../model/refusal.ts'

/** An error in Bitbucket's words and numbers. Its description has `message`, `detail` and `data`; recorded ones have `message` alone. */
export function refuse({ reason, about }: Refusal): ApiReply {
  const subject = about.field ?? ''
  switch (reason) {
    case 'not-found':
      return fail(404, about.message ?? 'Resource not found')
    case 'not-allowed':
      return fail(403, 'Your credentials lack one or more required privilege scopes.')
    case 'archived':
      return fail(403, 'This repository is read-only.')
    case 'branch-missing':
      return fail(400, `source.branch.name: branch not found: ${subject}`)
    case 'base-missing':
      return fail(400, `destination.branch.name: branch not found: ${subject}`)
    case 'same-branch':
    case 'nothing-to-merge':
      return fail(400, 'There are no changes to be pulled')
    case 'too-long':
      return fail(400, `Bad request: at most ${about.message ?? ''} characters`)
    case 'unknown-reviewer':
      return fail(400, `reviewers: Malformed reviewers list: ${subject}`)
    case 'author-as-reviewer':
      return fail(400, `reviewers: ${subject} is the author and cannot be included as a reviewer.`)
    case 'not-open':
      return fail(400, 'This pull request is already closed.')
    case 'draft':
    case 'conflicts':
      return fail(409, 'This pull request cannot be merged.')
    default:
      return fail(400, about.message ?? reason)
  }
}

export function fail(status: number, message = 'Something went wrong'): ApiReply {
  return { status, body: { type: 'error', error: { message } } }
}

/** 429; the host does not say for how long, unless it is asked of it here. */
export function limitReached(seconds: number | undefined): ApiReply {
  const reply = fail(429, 'Rate limit for this resource has been exceeded')
  return seconds === undefined ? reply : { ...reply, headers: { 'retry-after': String(seconds) } }
}
