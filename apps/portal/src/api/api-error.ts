import { visibleText } from '@groundplan/errors'

/** A failure in words for the screen. */
export interface ApiError {
  readonly kind: 'unreachable' | 'not-found' | 'conflict' | 'signed-out' | 'other'
  readonly message: string
  readonly hint: string | undefined
}

/** Tells what went wrong with a request, from whatever was thrown. */
export function describeApiError(thrown: unknown): ApiError {
  const message = visibleText(thrown instanceof Error ? thrown.message : String(thrown), { lines: true })
  const answer = answerOf(thrown)
  if (answer === undefined) {
    return {
      kind: 'unreachable',
      message: 'The Groundplan server cannot be reached.',
      hint: 'Check your connection and that the server is running, then try again.',
    }
  }
  const hint = typeof answer.hint === 'string' ? visibleText(answer.hint, { lines: true }) : undefined
  if (answer.code === 'NOT_FOUND') return { kind: 'not-found', message, hint }
  if (answer.code === 'CONFLICT') return { kind: 'conflict', message, hint }
  if (answer.code === 'UNAUTHORIZED') return { kind: 'signed-out', message, hint }
  return { kind: 'other', message: isZodMessage(message) ? 'The request is not valid.' : message, hint }
}

/** True if asking again may help. */
export function isWorthRetrying(thrown: unknown): boolean {
  const answer = answerOf(thrown)
  return answer === undefined || answer.code === 'BAD_GATEWAY'
}

function answerOf(thrown: unknown): { readonly code?: unknown; readonly hint?: unknown } | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('data' in thrown)) return undefined
  const { data } = thrown
  return typeof data === 'object' && data !== null ? data : undefined
}

// A zod issue list reaches clients as its JSON text.
function isZodMessage(message: string): boolean {
  return message.trimStart().startsWith('[')
}
