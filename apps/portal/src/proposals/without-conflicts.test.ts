import { expect, it } from 'vitest'
import { withoutConflicts } from './without-conflicts.ts'

it('leaves out what is to decide, up to the next heading', () => {
  const body = [
    'This updates it.',
    '## What changes',
    '- a',
    '## To decide',
    '- b',
    '  ```yaml',
    '## not a heading',
    '  ```',
    '- c',
    '## Inputs',
    'rest',
  ]
  expect(withoutConflicts(body.join('\n'))).toBe(
    ['This updates it.', '## What changes', '- a', '## Inputs', 'rest'].join('\n'),
  )
})

it('keeps a body without that section as it is', () => {
  expect(withoutConflicts('# A\n```\n## To decide\n```\n')).toBe('# A\n```\n## To decide\n```\n')
})
