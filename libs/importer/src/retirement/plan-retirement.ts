import type { Proposal, ProposalDraft } from '@groundplan/proposal'
import type { ModuleOutcome } from '../import-report.ts'
import type { ImportStep } from '../import-plan.ts'

/** Decides what a retirement needs: a rejected one stays away until its blueprint pins another commit, or somebody asks again. */
export function planRetirement(draft: ProposalDraft, latest: Proposal | undefined): ImportStep {
  const { blueprint, source } = draft
  const told = { repository: source.store, path: source.path, blueprint, diagnostics: [] } as const
  const settle = (outcome: Pick<ModuleOutcome, 'outcome' | 'reason' | 'incomplete'>): ImportStep => ({
    kind: 'settled',
    outcome: { ...told, ...outcome, proposal: latest?.number },
  })
  const isSame = latest?.kind === 'retirement' && latest.contentId === draft.contentId
  const { state } = latest ?? {}
  if (state?.status === 'open') {
    if (isSame) return settle({ outcome: 'unchanged', reason: 'gone; its retirement is waiting for review' })
    // A blueprint has one open proposal at a time.
    const reason =
      'The module is gone. Its open proposal is withdrawn; the next import proposes its retirement.'
    return settle({ outcome: 'skipped', reason, incomplete: true })
  }
  if (state?.status === 'rejected' && state.askedBy === undefined && isSame)
    return settle({ outcome: 'unchanged', reason: 'gone; its retirement was rejected' })
  const previous = latest && {
    number: latest.number,
    contentId: latest.contentId,
    status: latest.state.status,
  }
  const reason = 'The module is gone: proposes to retire its blueprint.'
  return {
    kind: 'act',
    action: { kind: 'propose', type: 'retirement', draft, previous },
    outcome: { ...told, outcome: 'updated', reason },
  }
}
