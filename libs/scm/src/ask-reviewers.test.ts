import { ExternalServiceError, InputError } from '@groundplan/errors'
import { expect, test } from 'vitest'
import { askReviewers } from './ask-reviewers.ts'

function hostWithout(...gone: readonly string[]) {
  const asked: string[] = []
  const ask = async (names: readonly string[]) => {
    const missing = names.filter((name) => gone.includes(name))
    if (missing.length > 0) throw new InputError(`${missing.join()} cannot review.`)
    asked.push(...names)
  }
  return { asked, ask }
}

test('asks everybody with one request', async () => {
  const { asked, ask } = hostWithout()
  expect(await askReviewers(['ada', 'grace'], ask)).toEqual([])
  expect(asked).toEqual(['ada', 'grace'])
})

test('asks the others if the host refuses one, and names that one', async () => {
  const { asked, ask } = hostWithout('ada')
  expect(await askReviewers(['ada', 'grace'], ask)).toEqual([{ name: 'ada', reason: 'ada cannot review.' }])
  expect(asked).toEqual(['grace'])
})

test('asks nobody one by one if the host does not answer', async () => {
  const outage = new ExternalServiceError('Down.', { service: 'GitHub', retryable: true })
  await expect(askReviewers(['ada', 'grace'], () => Promise.reject(outage))).rejects.toBe(outage)
})
