import { describe, expect, it } from 'vitest'
import { mergeFiles } from './merge-files.ts'

const path = 'blueprints/db.yaml'
const readme = 'blueprints/db.md'
const blueprint = (size: string, rest = '') =>
  `spec_version: 2\ninputs:\n  size:\n    type: number\n    description: ${size}\n${rest}grains: {}\n`

function merge(
  base: Record<string, string>,
  edited: Record<string, string>,
  generated: Record<string, string>,
) {
  const [before, theirs, now] = [base, edited, generated].map((texts) => new Map(Object.entries(texts)))
  const { texts, conflicts, toDecide } = mergeFiles({ base: before!, edited: theirs!, generated: now! })
  return { texts: Object.fromEntries(texts), conflicts, toDecide }
}

describe('mergeFiles', () => {
  it('uses the generated text if nobody edited the file', () => {
    expect(merge({ [path]: 'a' }, { [path]: 'a' }, { [path]: 'b', [readme]: 'new' })).toEqual({
      texts: { [path]: 'b', [readme]: 'new' },
      conflicts: [],
      toDecide: [],
    })
  })

  it('merges a blueprint by its content, including comments', () => {
    const edited = `# Ours.\n${blueprint('In GiB, no less.')}`
    const generated = blueprint('Size.', '  zone:\n    type: string\n')
    const { texts, conflicts } = merge(
      { [path]: blueprint('Size.') },
      { [path]: edited },
      { [path]: generated },
    )
    expect(texts[path]).toBe(`# Ours.\n${blueprint('In GiB, no less.', '  zone:\n    type: string\n')}`)
    expect(conflicts).toEqual([])
  })

  it('keeps people’s side and says what it left out, in Markdown that nobody can break out of', () => {
    const sides = [blueprint('Size.'), blueprint('Ours <b>.'), blueprint('Theirs `x` [y](z).')]
    const [base = '', edited = '', generated = ''] = sides
    const { texts, conflicts, toDecide } = merge({ [path]: base }, { [path]: edited }, { [path]: generated })
    expect(texts[path]).toBe(edited)
    expect(toDecide).toMatchObject([
      {
        id: 'blueprints/db.yaml#both-changed:inputs.size.description',
        file: path,
        path: ['inputs', 'size', 'description'],
        edited: 'description: Ours <b>.',
        generated: 'description: Theirs `x` [y](z).',
        canTakeGenerated: true,
      },
    ])
    expect(conflicts).toHaveLength(1)
    expect(conflicts[0]).toContain('inputs.size.description')
    expect(conflicts[0]).toContain('Theirs \\`x\\` \\[y\\](z).')
  })

  it('quotes an edit in full if its input is removed', () => {
    const edited = { [path]: blueprint('Ours, with ``` in it.') }
    const generated = { [path]: 'spec_version: 2\ngrains: {}\n' }
    const { conflicts } = merge({ [path]: blueprint('Size.') }, edited, generated)
    expect(conflicts.join('\n')).toContain('  ````yaml\n')
    expect(conflicts.join('\n')).toContain('Ours, with ``` in it.')
  })

  it('merges a README by its lines, and keeps an edit where it changes, too', () => {
    const [base, edited, generated] = ['a\n\nb\n\nc\n', 'a, ours\n\nb\n\nc\n', 'a\n\nb\n\nc, new\n']
    expect(merge({ [readme]: base }, { [readme]: edited }, { [readme]: generated })).toEqual({
      texts: { [readme]: 'a, ours\n\nb\n\nc, new\n' },
      conflicts: [],
      toDecide: [],
    })
    expect(merge({ [readme]: '1' }, { [readme]: 'mine' }, { [readme]: '2' })).toMatchObject({
      texts: { [readme]: 'mine' },
      conflicts: [
        'Edits in blueprints/db.md conflict with generated changes. The edits are kept, so the file may not describe all changes.',
      ],
    })
  })

  it('leaves a removed README away', () => {
    expect(merge({ [readme]: '1' }, {}, { [readme]: '2' }).texts).toEqual({})
  })
})
