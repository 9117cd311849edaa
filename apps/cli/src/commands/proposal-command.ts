import type { ProposalSummary, ProposalView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import { proposalStatuses } from '@groundplan/proposal'
import { Command, Option } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { printReview } from '../print-review.ts'
import { toShownError } from '../server/translate-api-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createProposalCommand(): Command {
  const command = new Command('proposal').description('Review what imports propose')
  command
    .command('list')
    .description('List proposals, newest first')
    .addOption(new Option('--status <status>').choices([...proposalStatuses, 'all']).default('open'))
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan proposal list\n  groundplan proposal list --status all --json',
    )
    .action(run(listProposals))
  command
    .command('show')
    .description('Show a proposal: its changes and findings')
    .argument('<number>')
    .option('--diff', 'show the diff')
    .addHelpText('after', '\nExamples:\n  groundplan proposal show 12\n  groundplan proposal show 12 --diff')
    .action(run(showProposal))
  command
    .command('approve')
    .description('Approve proposals: merge their blueprints into the catalog')
    .argument('[number...]')
    .option('--all', 'approve every open proposal')
    .option('--acknowledge-breaking', 'approve breaking changes, too')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan proposal approve 12 13\n  groundplan proposal approve --all\n  groundplan proposal approve 14 --acknowledge-breaking',
    )
    .action(run(approveProposals))
  command
    .command('reject')
    .description('Reject proposals; each stays rejected until someone reopens it')
    .argument('<number...>')
    .option('--reason <text>', 'reason, recorded with the proposal')
    .addHelpText('after', '\nExamples:\n  groundplan proposal reject 12 --reason "use rds-postgres instead"')
    .action(run(rejectProposals))
  command
    .command('reopen')
    .description('Reopen rejected proposals: the next import proposes their blueprints again')
    .argument('<number...>')
    .addHelpText('after', '\nExamples:\n  groundplan proposal reopen 12 && groundplan import')
    .action(run(reopenProposals))
  return command
}

type Status = ProposalSummary['status'] | 'all'

const listProposals: Action<{ readonly status: Status }> = async (context, _, { status }) => {
  const filter = status === 'all' ? {} : { status }
  const proposals = await withApi(context, (client) => client.proposals.list.query(filter))
  context.terminal.result(proposals, () => printList(proposals, status, context.terminal))
  return exitCodes.done
}

function printList(proposals: readonly ProposalSummary[], status: Status, terminal: Terminal): string {
  if (proposals.length === 0)
    return status === 'all' ? 'There are no proposals.' : `There are no ${status} proposals.`
  const rows = proposals.map(({ number, status: state, title, source, updatedAt }) => [
    `#${number}`,
    state,
    title,
    source.path === '.' ? source.store : `${source.store}/${source.path}`,
    updatedAt.slice(0, 10),
  ])
  return terminal.table(['Number', 'Status', 'Title', 'Module', 'Updated'], rows)
}

const showProposal: Action<{ readonly diff?: boolean }> = async (context, [number = ''], { diff }) => {
  const wanted = toNumber(number)
  const proposal = await withApi(context, (client) => client.proposals.get.query({ number: wanted }))
  context.terminal.result(proposal, () =>
    diff === true ? `${printReview(proposal)}${proposal.diff}` : printProposal(proposal, context.terminal),
  )
  return exitCodes.done
}

function printProposal(
  { number, title, status, review, branch, body }: ProposalView,
  { style }: Terminal,
): string {
  const decided = review === undefined ? [] : [`${status} by ${review.by} on ${review.at.slice(0, 10)}`]
  const why = review?.reason === undefined ? [] : [review.reason]
  const state = review === undefined ? [`open, on branch ${branch}`] : decided
  return [style('bold', `#${number} ${title}`), ...state, ...why, '', body].join('\n')
}

interface ApproveOptions {
  readonly all?: boolean
  readonly acknowledgeBreaking?: boolean
}

const approveProposals: Action<ApproveOptions> = (context, numbers, { all, acknowledgeBreaking }) => {
  if (all === true && numbers.length > 0) throw new InputError('Specify proposal numbers or --all, not both.')
  if (all !== true && numbers.length === 0)
    throw new InputError('No proposals specified.', { hint: 'Specify proposal numbers or --all.' })
  const named = numbers.map(toNumber)
  return withApi(context, async (client) => {
    const open = all === true ? await client.proposals.list.query({ status: 'open' }) : []
    const chosen = all === true ? open.map(({ number }) => number).reverse() : named
    return decideEach(chosen, context, (number) =>
      client.proposals.approve.mutate({ number, acknowledgeBreaking }),
    )
  })
}

const rejectProposals: Action<{ readonly reason?: string }> = (context, numbers, { reason }) => {
  const named = numbers.map(toNumber)
  return withApi(context, (client) =>
    decideEach(named, context, (number) => client.proposals.reject.mutate({ number, reason })),
  )
}

const reopenProposals: Action<object> = (context, numbers) => {
  const named = numbers.map(toNumber)
  return withApi(context, (client) =>
    decideEach(named, context, (number) => client.proposals.reopen.mutate({ number })),
  )
}

/** Decides one after the other; one that is refused does not keep the others from being decided. */
async function decideEach(
  numbers: readonly number[],
  { terminal, signal }: { readonly terminal: Terminal; readonly signal: AbortSignal },
  decide: (number: number) => Promise<ProposalSummary>,
): Promise<number> {
  const results: ({ number: number } & Record<string, unknown>)[] = []
  const lines: string[] = []
  let code: number = exitCodes.done
  for (const number of numbers) {
    if (signal.aborted) return exitCodes.interrupted
    try {
      const proposal = await decide(number)
      results.push({ ...proposal })
      const done = proposal.review?.askedBy === undefined ? proposal.status : 'reopened'
      lines.push(`${terminal.style('green', done)} #${number} ${proposal.blueprint}`)
    } catch (error) {
      const { message, hint, code: errorCode } = toShownError(error)
      results.push({ number, error: { code: errorCode, message, hint } })
      lines.push(
        `${terminal.style('red', 'refused')} #${number} ${message}${hint === undefined ? '' : ` ${hint}`}`,
      )
      code = exitCodes.findings
    }
  }
  terminal.result(results, () => lines.join('\n'))
  return code
}

function toNumber(text: string): number {
  const number = Number(text.replace(/^#/, ''))
  if (Number.isInteger(number) && number > 0) return number
  throw new InputError(`"${text}" is not the number of a proposal.`, {
    hint: 'List them with `groundplan proposal list`.',
  })
}
