import { expect, test } from 'vitest'
import { printReview } from './print-review.ts'

test('what changes and what is to be decided stand before a diff, and nothing else of the text', () => {
  const review =
    '\n## What changes\n\n- **Breaking:** input `a` is gone.\n\n## To decide\n\nPeople have edited it.\n\n- the default of `b`\n'
  const printed = printReview({ body: `This adds a blueprint.\n${review}\n## Inputs\n| Name |\n` })
  expect(printed).toMatch(
    /^## What changes\n\n- \*\*Breaking[^]*\n\n## To decide\n[^]*- the default of `b`\n\n$/,
  )
  expect(printed).not.toContain('Inputs')
})

test('a text with neither adds nothing', () => {
  expect(printReview({ body: 'This adds a blueprint.\n\n## Inputs\n' })).toBe('')
})
