import { expect, test } from 'vitest'
import { describeForLog } from './describe-error.ts'

test('what is foreign in an error cannot move the cursor or turn the direction of the log', () => {
  const cause = new Error('second\u202E')
  cause.name = 'Odd\u001B[2JError'
  const told = describeForLog(new Error('first\u001B[31m\nInternal error 7: forged', { cause }))
  expect(told).not.toMatch(/[\u001b\u202e]/)
  expect(told).toContain('Error: first␛[31m Internal error 7: forged\n    at ')
  expect(told).toContain('caused by Odd␛[2JError: second<U+202E>\n')
})

test('an error of the database shows no values', () => {
  const error = Object.assign(new Error('duplicate key (secret)'), {
    code: '23505',
    severity: 'ERROR',
    table: 'users',
  })
  expect(describeForLog(error).split('\n', 1)).toEqual(['database error 23505 table users'])
})
