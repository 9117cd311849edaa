import { expect, it } from 'vitest'
import { findOurs, rememberOurs } from './kept-by-reviewers.ts'

const wanted = { title: 'Update blueprint vpc', labels: ['groundplan', 'terraform'] }
const known = {
  number: 1,
  url: 'u',
  syncedFingerprint: 'f',
  title: 'Add blueprint vpc',
  labels: ['groundplan'],
}

it('changes a title that is still as it was written, and adds labels that are new', () => {
  const found = { title: 'Add  blueprint vpc ', labels: ['groundplan'] }
  expect(findOurs(found, wanted, known)).toEqual({ title: wanted.title, addLabels: ['terraform'] })
  expect(rememberOurs(found, wanted, { known, hasLabels: true })).toEqual(wanted)
})

it('keeps a title and the absence of a label that reviewers chose, also the next time', () => {
  const found = { title: 'Network for payments', labels: ['urgent'] }
  expect(findOurs(found, wanted, known)).toEqual({ title: undefined, addLabels: ['terraform'] })
  const next = { ...known, ...rememberOurs(found, wanted, { known, hasLabels: true }) }
  expect(findOurs(found, wanted, next)).toEqual({ title: undefined, addLabels: [] })
})

it('takes a title for ours that an earlier version gave, and no label for forgotten', () => {
  const old = { number: 1, url: 'u', syncedFingerprint: 'f' }
  expect(findOurs({ title: 'Blueprints from platform', labels: [] }, wanted, old)).toEqual({
    ...{ title: wanted.title, addLabels: [] },
  })
  expect(findOurs({ title: 'Network', labels: [] }, wanted, old).title).toBeUndefined()
})

it('gives a new pull request all labels, and again where the host refused them', () => {
  const found = { title: wanted.title, labels: [] }
  expect(findOurs(found, wanted, undefined).addLabels).toEqual(wanted.labels)
  const refused = rememberOurs(found, wanted, { known: undefined, hasLabels: false })
  expect(findOurs(found, wanted, { number: 1, url: 'u', ...refused }).addLabels).toEqual(wanted.labels)
})
