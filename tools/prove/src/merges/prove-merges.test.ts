import { mergeBlueprints } from '@groundplan/blueprint'
import { caseCount } from '@groundplan/testing'
import { expect, test } from 'vitest'
import { proveMerges } from './prove-merges.ts'

test('a merge without a conflict is valid, and the layout is no edit', async () => {
  const { clean, layout, faults } = await proveMerges({ count: caseCount(60), seed: 4 })
  expect(faults).toEqual([])
  expect(clean).toBeGreaterThan(5)
  expect(layout).toBeGreaterThan(1)
})

test('the proof sees a merge that hides what the catalog refuses', async () => {
  const { faults } = await proveMerges({
    count: 60,
    seed: 4,
    merge: (texts) => {
      const merged = mergeBlueprints(texts)
      return { ...merged, conflicts: merged.conflicts.filter(({ kind }) => kind !== 'invalid') }
    },
  })
  expect(faults.map(({ fault }) => fault.replace(/:.*/, ''))).toContain('invalid without a conflict')
})

test('the proof sees a merge that does not quote both sides', async () => {
  const { faults } = await proveMerges({
    count: 60,
    seed: 4,
    merge: (texts) => {
      const merged = mergeBlueprints(texts)
      return { ...merged, conflicts: merged.conflicts.map((each) => ({ ...each, generated: undefined })) }
    },
  })
  expect(faults.map(({ fault }) => fault.replace(/:.*/, ''))).toContain('does not quote both sides')
})

test('the proof sees a merge that takes what was edited instead of what was generated', async () => {
  const { faults } = await proveMerges({
    count: 20,
    seed: 4,
    merge: ({ edited }) => ({ text: edited, conflicts: [], diagnostics: [] }),
  })
  expect(faults.map(({ fault }) => fault.replace(/:.*/, ''))).toContain('differs from what was generated')
})
