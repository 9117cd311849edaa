import type { ProposalSummary, ProposalView } from '@groundplan/api-client'
import { InputError } from '@groundplan/errors'
import { proposalSorts, proposalStatuses } from '@groundplan/proposal'
import { Command, Option } from 'commander'
import { run, withApi, type Action, type CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { printReview } from '../print-review.ts'
import { printDecision, printDecisions } from './proposal/print-decisions.ts'
import { toFilter, withFilters, type FilterOptions } from './proposal/filter-options.ts'
import { wholeNumber } from './whole-number.ts'
import { toShownError } from '../server/translate-api-error.ts'
import type { Terminal } from '../terminal/terminal.ts'

export function createProposalCommand(): Command {
  const command = new Command('proposal').description('Review the blueprints that imports propose')
  withFilters(command.command('list'))
    .description('List proposals')
    .addOption(new Option('--status <status>').choices([...proposalStatuses, 'all']).default('open'))
    .addOption(new Option('--sort <order>').choices(proposalSorts).default('newest'))
    .option('--limit <number>', 'show at most this many', '1000')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan proposal list\n  groundplan proposal list --search postgres --no-breaking\n  groundplan proposal list --status all --json',
    )
    .action(run(listProposals))
  command
    .command('show')
    .description('Show a proposal: its changes and findings')
    .argument('<number>')
    .option('--diff', 'show the diff')
    .addHelpText('after', '\nExamples:\n  groundplan proposal show 12\n  groundplan proposal show 12 --diff')
    .action(run(showProposal))
  withFilters(command.command('approve'))
    .description('Approve proposals: merge their blueprints into the catalog')
    .argument('[number...]')
    .option('--all', 'approve all open proposals')
    .option('--acknowledge-breaking', 'also approve breaking changes')
    .addHelpText(
      'after',
      `\nApprove by number, all of them, or those that match filters. ${bulkHelp}\n\nExamples:\n  groundplan proposal approve 12 13\n  groundplan proposal approve --all\n  groundplan proposal approve --repository platform-modules --no-breaking\n  groundplan proposal approve 14 --acknowledge-breaking`,
    )
    .action(run(approveProposals))
  withFilters(command.command('reject'))
    .description('Reject proposals; each stays rejected until someone reopens it')
    .argument('[number...]')
    .option('--all', 'reject all open proposals')
    .option('--reason <text>', 'reason, recorded with the proposal')
    .addHelpText(
      'after',
      `\nReject by number, all of them, or those that match filters. ${bulkHelp}\n\nExamples:\n  groundplan proposal reject 12 --reason "use rds-postgres instead"\n  groundplan proposal reject --search deprecated/`,
    )
    .action(run(rejectProposals))
  command
    .command('reopen')
    .description('Reopen rejected proposals: the next import proposes their blueprints again')
    .argument('<number...>')
    .addHelpText('after', '\nExamples:\n  groundplan proposal reopen 12 && groundplan import')
    .action(run(reopenProposals))
  return command
}

const bulkHelp =
  'Results are printed as they complete; with --json, one line of JSON each.\nExits with 1 if any was refused, and with 130 if you stopped it: what was decided by then stays decided.'

type Status = ProposalSummary['status'] | 'all'

interface ListOptions extends FilterOptions {
  readonly status: Status
  readonly sort: (typeof proposalSorts)[number]
  readonly limit: string
}

const listProposals: Action<ListOptions> = async (context, _, { status, sort, limit, ...options }) => {
  const filter = { ...toFilter(options), sort, ...(status === 'all' ? {} : { status }) }
  const most = wholeNumber('--limit', limit)
  const { proposals, more } = await withApi(context, async (client) => {
    const proposals: ProposalSummary[] = []
    for (let cursor: string | undefined; ;) {
      const page = {
        limit: Math.min(100, most - proposals.length),
        ...(cursor === undefined ? {} : { cursor }),
      }
      const { items, nextCursor } = await client.proposals.list.query({ ...filter, ...page })
      proposals.push(...items)
      cursor = nextCursor
      if (cursor === undefined || proposals.length >= most) return { proposals, more: cursor !== undefined }
    }
  })
  context.terminal.result(proposals, () => printList(proposals, status, context.terminal))
  if (more)
    context.terminal.note(
      `Only the first ${most} are shown. Use --limit to see more, or filters to narrow the list.`,
    )
  return exitCodes.done
}

function printList(proposals: readonly ProposalSummary[], status: Status, terminal: Terminal): string {
  if (proposals.length === 0) return status === 'all' ? 'No proposals.' : `No ${status} proposals.`
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

interface ApproveOptions extends FilterOptions {
  readonly all?: boolean
  readonly acknowledgeBreaking?: boolean
}

const approveProposals: Action<ApproveOptions> = (
  context,
  numbers,
  { all, acknowledgeBreaking, ...filters },
) => {
  const selection = toSelection(numbers, all, filters)
  return withApi(context, (client) =>
    printDecisions(context, (signal) =>
      client.proposals.approveEach.mutate({ ...selection, acknowledgeBreaking }, { signal }),
    ),
  )
}

interface RejectOptions extends FilterOptions {
  readonly all?: boolean
  readonly reason?: string
}

const rejectProposals: Action<RejectOptions> = (context, numbers, { all, reason, ...filters }) => {
  const selection = toSelection(numbers, all, filters)
  return withApi(context, (client) =>
    printDecisions(context, (signal) =>
      client.proposals.rejectEach.mutate({ ...selection, reason }, { signal }),
    ),
  )
}

/** The selection: numbers, all, or filters. Throws InputError unless exactly one is given. */
function toSelection(numbers: readonly string[], all: boolean | undefined, options: FilterOptions) {
  const filter = toFilter(options)
  const isFiltered = Object.keys(filter).length > 0
  if (numbers.length > 0 && (all === true || isFiltered))
    throw new InputError('Specify either proposal numbers, or --all or filters.')
  if (numbers.length > 0) return { items: numbers.map((number) => ({ number: toNumber(number) })) }
  if (all === true || isFiltered) return { filter }
  throw new InputError('No proposals are specified.', {
    hint: 'Specify proposal numbers, --all, or filters such as --repository.',
  })
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
  { terminal, signal }: Pick<CommandContext, 'terminal' | 'signal'>,
  decide: (number: number) => Promise<ProposalSummary>,
): Promise<number> {
  let code: number = exitCodes.done
  for (const number of numbers) {
    if (signal.aborted) return exitCodes.interrupted
    try {
      const proposal = await decide(number)
      await printDecision(terminal, { ...proposal }, ['green', 'reopened', proposal.blueprint])
    } catch (error) {
      const { message, hint, code: errorCode } = toShownError(error)
      const told = [message, hint].filter(Boolean).join(' ')
      await printDecision(terminal, { number, error: { code: errorCode, message, hint } }, [
        'red',
        'refused',
        told,
      ])
      code = exitCodes.findings
    }
  }
  return code
}

function toNumber(text: string): number {
  const number = Number(text.replace(/^#/, ''))
  if (Number.isInteger(number) && number > 0) return number
  throw new InputError(`Invalid proposal number "${text}".`, {
    hint: 'List them with `groundplan proposal list`.',
  })
}
