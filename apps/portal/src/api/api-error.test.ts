import { describe, expect, it } from 'vitest'
import { describeApiError, isWorthRetrying } from './api-error.ts'

const answer = (message: string, data: object) => Object.assign(new Error(message), { data })

describe('describeApiError', () => {
  it('keeps message and hint of an answer', () => {
    const error = answer('Proposal 3 is already approved.', { code: 'CONFLICT', hint: 'Reload the page.' })
    expect(describeApiError(error)).toEqual({
      kind: 'conflict',
      message: 'Proposal 3 is already approved.',
      hint: 'Reload the page.',
    })
  })

  it.each([new TypeError('Failed to fetch'), 'a text', undefined, answer('no data', { data: undefined })])(
    'never throws, whatever was thrown: %s',
    (thrown) => {
      expect(describeApiError(thrown).message).not.toBe('')
    },
  )

  it('calls a failure without an answer unreachable and worth retrying', () => {
    expect(describeApiError(new TypeError('Failed to fetch')).kind).toBe('unreachable')
    expect(isWorthRetrying(new TypeError('Failed to fetch'))).toBe(true)
    expect(isWorthRetrying(answer('gone', { code: 'NOT_FOUND' }))).toBe(false)
  })

  it('does not show a list of validation issues as it is', () => {
    expect(describeApiError(answer('[{"code":"too_small"}]', { code: 'BAD_REQUEST' })).message).toBe(
      'The request is not valid.',
    )
  })
})
