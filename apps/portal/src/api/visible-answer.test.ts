import { expect, test } from 'vitest'
import { visibleAnswer, visibleAround } from './visible-answer.ts'

test('what cannot be seen in any text of an answer is shown by its number', () => {
  const answer = {
    title: 'a\u202Eb',
    source: { path: 'x\u200By', tags: ['\u001B[31m', 'plain\nlines\t'] },
    n: 1,
  }
  expect(visibleAnswer(answer)).toEqual({
    title: 'a<U+202E>b',
    source: { path: 'x<U+200B>y', tags: ['␛[31m', 'plain\nlines\t'] },
    n: 1,
  })
  expect(visibleAnswer([undefined, null, true])).toEqual([undefined, null, true])
})

test('a file is kept as it is, and what is around it made visible', () => {
  expect(visibleAround({ name: 'a\u2066b', text: 'a\u2066b', inner: { text: '\u2066' } })).toEqual({
    name: 'a<U+2066>b',
    text: 'a\u2066b',
    inner: { text: '<U+2066>' },
  })
  expect(visibleAround('a\u2066b')).toBe('a<U+2066>b')
})
