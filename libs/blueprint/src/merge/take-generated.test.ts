import { describe, expect, it } from 'vitest'
import { mergeBlueprints } from './merge-blueprints.ts'
import { takeGenerated } from './take-generated.ts'

const base = `spec_version: 2
description: A queue.
inputs:
  size:
    type: number
    default: 20
    allowed-values: [10, 20, 30]
grains:
  queue:
    kind: terraform
    spec:
      source: {store: modules, path: queue, commit: aaaa}
      inputs:
        - size: '{{ .inputs.size }}'
        - name: main
`

const replace = (text: string, from: string, to: string) => {
  expect(text).toContain(from)
  return text.replace(from, to)
}

/** Merges, then takes the generated side of the only conflict. */
function mergeAndTake(edited: string, generated: string) {
  const { text, conflicts } = mergeBlueprints({ base, edited, generated })
  const [conflict] = conflicts.filter(({ severity }) => severity === 'conflict')
  if (conflict === undefined) throw new Error('Nothing is to be decided.')
  return { text, conflict, taken: takeGenerated(text, conflict) }
}

describe('takeGenerated', () => {
  it('puts a generated value in the place of the edited one, and leaves the rest as it is written', () => {
    const edited = replace(base, 'description: A queue.', '# ours\ndescription: "Our queue." # mine')
    const generated = replace(base, 'A queue.', 'A queue, first in, first out.')
    const { taken } = mergeAndTake(edited, generated)
    expect(taken).toEqual({
      kind: 'taken',
      text: replace(edited, '"Our queue."', 'A queue, first in, first out.'),
    })
  })

  it('puts it inside an input, a list of values and a grain', () => {
    for (const [from, ours, theirs] of [
      ['default: 20', 'default: 30', 'default: 10'],
      ['- name: main', '- name: ours', '- name: theirs'],
    ] as const) {
      const { taken, text } = mergeAndTake(replace(base, from, ours), replace(base, from, theirs))
      expect(taken).toEqual({ kind: 'taken', text: replace(text, ours, theirs) })
    }
  })

  it('removes what is no longer generated', () => {
    const edited = replace(base, 'default: 20', 'default: 30')
    const generated = replace(base, '    default: 20\n', '')
    const { taken } = mergeAndTake(edited, generated)
    expect(taken).toEqual({ kind: 'taken', text: replace(edited, '    default: 30\n', '') })
  })

  it('is refused where the edited value is no longer there', () => {
    const { text, conflict } = mergeAndTake(
      replace(base, 'default: 20', 'default: 30'),
      replace(base, 'default: 20', 'default: 10'),
    )
    expect(takeGenerated(replace(text, 'default: 30', 'default: 20'), conflict)).toEqual({ kind: 'changed' })
    expect(takeGenerated('inputs: {}\n', conflict)).toEqual({ kind: 'changed' })
    expect(takeGenerated('a: [', conflict)).toEqual({ kind: 'impossible' })
  })

  it('does not put a type in the place of a default', () => {
    const { conflict, taken } = mergeAndTake(
      replace(base, 'default: 20', 'default: 30'),
      replace(base, 'type: number', 'type: string'),
    )
    expect(conflict.path).toEqual(['inputs', 'size'])
    expect(taken.kind).not.toBe('taken')
  })

  it('does not make what is no blueprint', () => {
    const place = { path: ['spec_version'], edited: 'spec_version: 2', generated: 'spec_version: 9' }
    expect(takeGenerated(base, place)).toEqual({ kind: 'impossible' })
  })
})
