import { person } from '@groundplan/actor'
import type { Proposal } from '@groundplan/proposal'
import { newProposal } from '@groundplan/proposal/testing'
import { describe, expect, it } from 'vitest'
import type { CatalogSummary } from '../catalog.ts'
import { findInconsistencies, type ConsistencyFacts } from './find-inconsistencies.ts'

const at = new Date(9)
const entry: CatalogSummary = {
  ...{
    name: 'network',
    displayName: 'network',
    description: undefined,
    labels: [],
    providers: [],
    repositories: [],
    owners: [],
    sources: [],
    retired: false,
  },
  latest: {
    ...{ blueprint: 'network', version: '2.0.0', ordinal: 2, commit: 'c', blobId: 'blob', publishedAt: at },
  },
}
const proposal: Proposal = {
  ...newProposal(),
  ...{ number: 1, blueprint: 'network', branch: 'groundplan/network', generatedCommit: 'generated' },
  state: { status: 'approved', by: person('ada'), at, commit: 'merge' },
}
const clean: ConsistencyFacts = {
  ...{
    entries: [entry],
    files: new Map([['network', 'blob']]),
    problems: new Set(),
    isSame: true,
    isBehind: false,
  },
  ...{ approved: new Map([['network', proposal]]), merged: new Set(['merge']), open: [] },
}
const find = (facts: Partial<ConsistencyFacts>) =>
  findInconsistencies({ ...clean, ...facts }).map(
    ({ severity, rule, subject }) => `${severity} ${rule} ${subject}`,
  )

describe('findInconsistencies', () => {
  it('finds nothing where catalog, proposals and files match', () => {
    expect(find({})).toEqual([])
  })

  it('reports approved content that the default branch lost, with or without a catalog entry', () => {
    const gone = { files: new Map(), merged: new Set<string>(), isSame: false }
    expect(find(gone)).toEqual(['error approved-content-lost network'])
    expect(find({ ...gone, entries: [] })).toEqual(['error approved-content-lost network'])
  })

  it('reports missing, different and unknown files; as a warning while the catalog has commits to read', () => {
    const cases = [
      [{ files: new Map() }, 'file-missing'],
      [{ files: new Map([['network', 'other']]) }, 'content-differs'],
      [{ entries: [] }, 'file-unknown'],
      [{ entries: [{ ...entry, retired: true }] }, 'file-unknown'],
    ] as const
    for (const [facts, rule] of cases) {
      expect(find(facts)).toEqual([`error ${rule} network`])
      expect(find({ ...facts, isBehind: true })).toEqual([`warning ${rule} network`])
    }
  })

  it('accepts invalid files that the catalog reports, and retired entries without a file', () => {
    const problems = new Set(['network'])
    expect(find({ entries: [], problems })).toEqual([])
    expect(find({ files: new Map([['network', 'invalid']]), problems })).toEqual([])
    expect(find({ files: new Map(), entries: [{ ...entry, retired: true }] })).toEqual([])
  })

  it('reports branches of open proposals that are missing or rewritten, unless they were merged', () => {
    const absent = [{ proposal: { ...proposal, number: 7 }, branch: 'absent' as const }]
    expect(find({ open: absent })).toEqual(['error branch-missing proposal 7'])
    expect(find({ open: absent, merged: new Set(['merge', 'generated']) })).toEqual([])
    const rewritten = [{ proposal: { ...proposal, number: 7 }, branch: 'rewritten' as const }]
    expect(find({ open: rewritten })).toEqual(['warning branch-rewritten proposal 7'])
  })
})
