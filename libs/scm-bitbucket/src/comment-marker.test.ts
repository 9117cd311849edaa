import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isMarked, markComment } from './comment-marker.ts'

it('a comment ends in a line that Markdown does not show', () => {
  expect(markComment('summary', 'All is well.\n')).toBe('All is well.\n\n[//]: # (groundplan:summary)')
})

it('whatever a comment says, it is found by its key and by no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (body) => {
      const text = markComment('summary', body)
      expect(isMarked('summary', text)).toBe(true)
      expect(isMarked('summary-2', text)).toBe(false)
      expect(isMarked('summary', text.replaceAll('\n', '\r\n'))).toBe(true)
    }),
  )
})

it('a comment that quotes another is not taken for it', () => {
  expect(isMarked('summary', `> ${markComment('summary', 'x')}\n\nWhat is this?`)).toBe(false)
})
