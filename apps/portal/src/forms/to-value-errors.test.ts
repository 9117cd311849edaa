import { describe, expect, it } from 'vitest'
import { mergeErrors, toValueErrors } from './to-value-errors.ts'

const schema = { properties: { name: { title: 'Name' }, "it's": { type: 'string' } } } as const

describe('what modules say about values', () => {
  it('is told at the field that it is about, with its label', () => {
    const problems = [
      { input: 'name', message: 'Use lower case.\u202e' },
      { input: "it's", message: 'No.' },
      { input: 'gone', message: 'The space fixes it.' },
      { message: 'Size and zone do not fit.' },
    ]
    const errors = toValueErrors({ problems }, schema)
    expect(errors.map(({ stack }) => stack)).toEqual([
      expect.stringMatching(/^Name: Use lower case\./),
      expect.stringContaining(': No.'),
      'gone: The space fixes it.',
      'Size and zone do not fit.',
    ])
    expect(errors.map(({ params }) => params.path)).toEqual([['name'], ["it's"], [], []])
    expect(errors[0]?.message).not.toContain('\u202e')
    expect(errors[1]?.property).toBe("['it\\'s']")
  })

  it('gives way to what the form itself says of the same input', () => {
    const [name, other] = toValueErrors(
      {
        problems: [
          { input: 'name', message: 'a' },
          { input: "it's", message: 'b' },
        ],
      },
      schema,
    )
    const own = { name: 'minLength', stack: 'Name: too short', params: { path: ['name', '0'] } }
    expect(mergeErrors([own], [name!, other!])).toEqual([own, other])
    expect(mergeErrors([], [name!, other!])).toEqual([name, other])
  })
})
