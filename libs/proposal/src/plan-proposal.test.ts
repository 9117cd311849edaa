import { person } from '@groundplan/actor'
import { describe, expect, it } from 'vitest'
import { planProposal, type ProposalDraft, type ProposalSituation } from './plan-proposal.ts'
import type { Proposal } from './proposal.ts'
import { newProposal } from './proposal-store.contract.ts'

const draft: ProposalDraft = {
  blueprint: 'network',
  branch: 'groundplan/network',
  contentId: 'now',
  changes: [],
  source: newProposal().source,
  titles: { new: 'new', update: 'update' },
}

const decided = { by: person('ada'), at: new Date(0) }
const states = {
  open: { status: 'open' },
  approved: { status: 'approved', commit: 'c', ...decided },
  rejected: { status: 'rejected', reason: undefined, ...decided },
  asked: { status: 'rejected', reason: undefined, askedBy: person('bob'), ...decided },
  withdrawn: { status: 'withdrawn', reason: undefined, ...decided },
} as const satisfies Record<string, Proposal['state']>

type Latest = 'none' | `${keyof typeof states} ${'same' | 'other'}`

function proposalFor(latest: Latest): Proposal | undefined {
  if (latest === 'none') return undefined
  const [status, content] = latest.split(' ') as [keyof typeof states, 'same' | 'other']
  return {
    ...newProposal(),
    number: 4,
    contentId: content === 'same' ? 'now' : 'before',
    state: states[status],
  }
}

describe('planProposal', () => {
  // The newest proposal (its state, and whether it has the content that is generated now) × what main has × what is done.
  it.each([
    ['none', 'absent', 'propose new'],
    ['none', 'same', 'keep approved'],
    ['none', 'different', 'propose update'],
    ['open same', 'absent', 'keep open'],
    ['open same', 'same', 'keep open'],
    ['open same', 'different', 'keep open'],
    ['open other', 'absent', 'propose new'],
    ['open other', 'same', 'propose update'],
    ['open other', 'different', 'propose update'],
    ['approved same', 'absent', 'keep approved'],
    ['approved same', 'same', 'keep approved'],
    ['approved same', 'different', 'keep approved'],
    ['approved other', 'absent', 'propose new'],
    ['approved other', 'same', 'keep approved'],
    ['approved other', 'different', 'propose update'],
    ['rejected same', 'absent', 'keep rejected'],
    ['rejected same', 'same', 'keep approved'],
    ['rejected same', 'different', 'keep rejected'],
    ['rejected other', 'absent', 'keep rejected-before'],
    ['rejected other', 'same', 'keep approved'],
    ['rejected other', 'different', 'keep rejected-before'],
    ['asked same', 'absent', 'propose new'],
    ['asked same', 'same', 'keep approved'],
    ['asked other', 'different', 'propose update'],
    ['withdrawn same', 'absent', 'propose new'],
    ['withdrawn same', 'same', 'keep approved'],
    ['withdrawn other', 'different', 'propose update'],
  ] satisfies [Latest, ProposalSituation['published'], string][])(
    'with %s as the newest proposal and %s on main: %s',
    (latest, published, expected) => {
      const previous = proposalFor(latest)
      const action = planProposal(draft, { latest: previous, published })
      const detail = action.kind === 'keep' ? action.reason : action.type
      expect(`${action.kind} ${detail}`).toBe(expected)
      expect(action.kind === 'propose' ? action.previous?.number : action.proposal).toBe(previous?.number)
    },
  )
})
