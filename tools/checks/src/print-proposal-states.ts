import { proposalStages, proposalTransitions, type ProposalStage } from '@groundplan/proposal'
import { format, resolveConfig } from 'prettier'

/** What a reader should know of each state. */
const meanings: Readonly<Record<ProposalStage, string>> = {
  none: 'The blueprint has no proposal yet. Not a state of a proposal; new ones start here.',
  open: 'Waiting for review.',
  approved: 'Merged into the blueprint repository, so the change is in the catalog.',
  rejected: 'Not proposed again until somebody requests it.',
  'reopen-requested': 'Rejected, and requested again: the next import opens a new proposal.',
  withdrawn: 'No longer needed. Nobody decided it.',
}

/** The states of proposals and the changes between them, as Markdown. */
export async function printProposalStates(file: string): Promise<string> {
  const text = [introduction, diagram(), stateTable(), transitionTable()].join('\n\n')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# Proposal states

<!-- Written by \`npm run generated:write\` from \`proposalTransitions\` in libs/proposal; do not edit by hand. -->

Every change of a proposal is one of the transitions below. The change and its event are written in one transaction; anything
else is refused. See [Reviewing blueprints](reviewing.md) for how people decide.`

function diagram(): string {
  const name = (stage: ProposalStage) => (stage === 'none' ? '[*]' : stage.replaceAll('-', '_'))
  const moves = proposalTransitions.filter(({ from, to }) => from !== to)
  const lines = [...new Set(moves.map(({ from, to }) => `  ${name(from)} --> ${name(to)}`))]
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n')
}

function stateTable(): string {
  const rows = proposalStages.map((stage) => `| ${stage} | ${meanings[stage]} |`)
  return ['## States', '', '| State | Meaning |', '| --- | --- |', ...rows].join('\n')
}

function transitionTable(): string {
  const rows = proposalTransitions.map(({ from, event, to, when }) => {
    return `| ${from} | \`${event}\` | ${to} | ${when} |`
  })
  return ['## Transitions', '', '| From | Event | To | When |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  )
}
