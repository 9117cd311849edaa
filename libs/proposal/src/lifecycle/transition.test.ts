import { person } from '@groundplan/actor'
import { ConflictError } from '@groundplan/errors'
import { describe, expect, it } from 'vitest'
import { InMemoryProposalStore } from '../in-memory-proposal-store.ts'
import { addProposal, newProposal } from '../proposal-store.contract.ts'
import type { ProposalState } from '../proposal.ts'
import { nextStage, proposalStages, proposalTransitions } from './proposal-transitions.ts'
import { decide, transition } from './transition.ts'

const at = new Date('2026-03-01T10:11:12.345Z')
const rejected: ProposalState = { status: 'rejected', by: person('Ada'), at, reason: 'too large' }

describe('the lifecycle of a proposal', () => {
  const events = [...new Set(proposalTransitions.map(({ event }) => event))]

  it.each(proposalStages.flatMap((stage) => events.map((event) => [stage, event] as const)))(
    'from %s, %s leads where the table says, or is refused',
    (stage, event) => {
      const found = proposalTransitions.filter((each) => each.from === stage && each.event === event)
      expect(found.length).toBeLessThan(2)
      if (found[0] !== undefined) expect(nextStage(stage, event, 'Proposal 1')).toBe(found[0].to)
      else expect(() => nextStage(stage, event, 'Proposal 1')).toThrow(ConflictError)
    },
  )

  it('says in which state a proposal is, and what cannot be done with it', () => {
    expect(() => nextStage('approved', 'proposal.rejected', 'Proposal 7')).toThrow(
      'Proposal 7 is already approved, so it cannot be rejected.',
    )
  })
})

describe('a transition', () => {
  it('records who changed what and why', async () => {
    const store = new InMemoryProposalStore()
    const before = await addProposal(store, newProposal())
    await decide(before, { ...before, state: rejected }, { at, correlationId: 'request:4' }, store)
    expect(await store.events.list({ kind: 'proposal', id: '1' }, { limit: 1 })).toMatchObject([
      {
        ...{ type: 'proposal.rejected', actor: person('Ada'), at, reason: 'too large' },
        ...{ before: { stage: 'open' }, after: { stage: 'rejected' }, correlationId: 'request:4' },
      },
    ])
  })

  it('is refused, with nothing changed, if the state does not allow it', async () => {
    const store = new InMemoryProposalStore()
    const before = await addProposal(store, newProposal())
    const after = await decide(before, { ...before, state: rejected }, { at }, store)
    const approved: ProposalState = { status: 'approved', by: person('Bob'), at, commit: 'c2' }
    await expect(decide(after, { ...after, state: approved }, { at }, store)).rejects.toThrow(ConflictError)
    // Somebody who has not seen the rejection.
    await expect(decide(before, { ...before, state: approved }, { at }, store)).rejects.toThrow(
      'changed by someone else',
    )
    expect((await store.find(1))?.state).toEqual(rejected)
    expect(await store.events.list({ kind: 'proposal', id: '1' }, { limit: 10 })).toHaveLength(2)
  })

  it('to another state than that of the event is a mistake of ours', async () => {
    const store = new InMemoryProposalStore()
    const before = await addProposal(store, newProposal())
    const change = { event: 'proposal.approved', actor: person('Ada'), at } as const
    const wrong = transition({ before, after: { ...before, state: rejected } }, change, store)
    await expect(wrong).rejects.toThrow('leads to approved')
  })
})

describe('writing a proposal without a transition', () => {
  it('does not compile: only the lifecycle makes the event that a store wants', async () => {
    const store = new InMemoryProposalStore()
    const event = { type: 'proposal.opened', actor: person('Ada'), at, after: {} } as const
    // @ts-expect-error: it was not made by `openProposal`
    await store.insert(newProposal(), event)
    const [before] = await store.list()
    if (before === undefined) return expect.unreachable()
    // @ts-expect-error: it was not made by `transition`
    await store.replace({ ...before, state: rejected }, { expected: 'open', event })
  })
})
