import { person } from '@groundplan/actor'
import type { Proposal } from '@groundplan/proposal'
import { newProposal } from '@groundplan/proposal/testing'
import { describe, expect, it } from 'vitest'
import type { CatalogSummary } from '../catalog.ts'
import { planAdoption, type AdoptionSituation } from './plan-adoption.ts'

const at = new Date(9)
const approvedState = { status: 'approved', by: person('ada'), at, commit: 'merge' } as const
const rejectedState = { status: 'rejected', by: person('ada'), at, reason: undefined } as const
const proposal = (number: number, state: Proposal['state']): Proposal => ({
  ...newProposal(),
  ...{ number, blueprint: 'network', branch: 'groundplan/network', state },
})
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
const approved = new Map([['network', proposal(1, approvedState)]])
const situation: AdoptionSituation = {
  ...{ entries: [entry], files: new Map(), latest: approved, approved, merged: new Set<string>() },
  ...{ branches: new Set(['main']), by: person('bob'), at },
}

describe('planAdoption', () => {
  it('lets what was approved be proposed again where its content is gone or older', () => {
    for (const [files, found] of [
      [new Map(), 'absent'],
      [new Map([['network', 'older']]), 'different'],
    ] as const) {
      const plan = planAdoption({ ...situation, files })
      expect(plan.lost).toEqual([{ blueprint: 'network', version: '2.0.0', found }])
      expect(plan.proposals).toMatchObject([{ after: { number: 1, state: { status: 'withdrawn' } } }])
    }
  })

  it('loses nothing where the same content came with another history', () => {
    const plan = planAdoption({ ...situation, files: new Map([['network', 'blob']]) })
    expect(plan).toEqual({ lost: [], proposals: [] })
  })

  it('respects what people did to a blueprint after its approval, and before it was retired', () => {
    const merged = new Set(['merge'])
    expect(planAdoption({ ...situation, merged })).toEqual({ lost: [], proposals: [] })
    const entries = [{ ...entry, retired: true }]
    expect(planAdoption({ ...situation, entries })).toEqual({ lost: [], proposals: [] })
  })

  it('asks again for a lost blueprint whose last update was rejected', () => {
    const latest = new Map([['network', proposal(2, rejectedState)]])
    expect(planAdoption({ ...situation, latest }).proposals).toMatchObject([
      { after: { number: 2, state: { status: 'rejected', askedBy: person('bob') } } },
    ])
  })

  it('withdraws open proposals whose branch is not there, and no others', () => {
    const latest = new Map([['network', proposal(3, { status: 'open' })]])
    const open = { ...situation, entries: [], latest }
    expect(planAdoption(open).proposals).toMatchObject([
      { after: { number: 3, state: { status: 'withdrawn' } } },
    ])
    expect(planAdoption({ ...open, branches: new Set(['groundplan/network']) }).proposals).toEqual([])
  })
})
