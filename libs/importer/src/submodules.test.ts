import { expect, it } from 'vitest'
import { describeSubmodules, listSubmodules } from './submodules.ts'

const entries = [
  { path: 'a/main.tf', kind: 'file', blobId: '1' },
  { path: 'a/vendor', kind: 'submodule', blobId: '2' },
  { path: 'b', kind: 'submodule', blobId: '3' },
] as const

it('lists the submodules of a directory', () => {
  expect(listSubmodules(entries)).toEqual(['a/vendor', 'b'])
  expect(listSubmodules(entries, 'a')).toEqual(['a/vendor'])
})

it('describes all submodules of a repository in one note', () => {
  expect(describeSubmodules([])).toEqual([])
  const paths = Array.from({ length: 7 }, (_, index) => `s${index}`)
  const [note, ...others] = describeSubmodules(paths)
  expect(note?.message).toBe('Git submodules are not read: s0, s1, s2, s3, s4 and 2 more.')
  expect(others).toEqual([])
})
