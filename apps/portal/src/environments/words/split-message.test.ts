import { expect, it } from 'vitest'
import { splitMessage } from './split-message.ts'

it('a short message is a title, a longer one has its whole text below', () => {
  expect(splitMessage(' No quota. ')).toEqual({ title: 'No quota.' })
  expect(splitMessage('Error: no\n\n  on main.tf')).toEqual({
    ...{ title: 'Error: no', text: 'Error: no\n\n  on main.tf' },
  })
  const { title, text } = splitMessage('x'.repeat(20_000))
  expect([title.length, text?.length]).toEqual([201, 10_001])
})
