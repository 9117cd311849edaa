import type { EnvironmentView } from '@groundplan/api-client'
import { environmentStateNames, environmentStates, stateWords } from '@groundplan/environment/tables'
import { InputError } from '@groundplan/errors'
import type { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import { wholeNumber } from '../whole-number.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { collectValues } from '../blueprint/collect-values.ts'
import { printTime } from './print-environment.ts'

export function addListCommand(command: Command): void {
  command
    .command('list')
    .description('List the environments of the space, the newest first')
    .option('--mine', 'only your own')
    .option('--owner <name>', 'only those of this owner')
    .option('--blueprint <name>', 'only those of this blueprint')
    .option('--component <name>', 'only those of this software')
    .option('--label <label>', 'only those with this label; repeatable', collectValues)
    .option('--state <state>', 'only those in this state; repeatable', collectValues)
    .option('--search <words>', 'only those whose names have these words')
    .option('--all', 'also those that are over')
    .option('--limit <number>', 'show at most this many', '1000')
    .addHelpText(
      'after',
      [
        '',
        `States: ${environmentStateNames.join(', ')}.`,
        '',
        'Examples:',
        '  groundplan env list --mine',
        '  groundplan env list --state active-with-errors --state end-failed',
        '  groundplan env list --all --blueprint rds-postgres --json',
      ].join('\n'),
    )
    .action(run(list))
}

interface ListOptions {
  readonly mine?: boolean
  readonly owner?: string
  readonly blueprint?: string
  readonly component?: string
  readonly label?: readonly string[]
  readonly state?: readonly string[]
  readonly search?: string
  readonly all?: boolean
  readonly limit: string
}

const list: Action<ListOptions> = async (context, _, options) => {
  const { terminal } = context
  const most = wholeNumber('--limit', options.limit)
  const filter = toFilter(options)
  const { items, more } = await withApi(context, async ({ environments }) => {
    const items: EnvironmentView[] = []
    for (let cursor: string | undefined; ;) {
      const page = { limit: Math.min(100, most - items.length), ...(cursor === undefined ? {} : { cursor }) }
      const found = await environments.list.query({ ...filter, ...page })
      items.push(...found.items)
      cursor = found.nextCursor
      if (cursor === undefined || items.length >= most) return { items, more: cursor !== undefined }
    }
  })
  terminal.result({ items }, () => printList(items, terminal))
  if (more)
    terminal.note(`Only the first ${most} are shown. Use --limit to see more, or filters to narrow the list.`)
  return exitCodes.done
}

function toFilter({ mine, owner, blueprint, component, label = [], state = [], search, all }: ListOptions) {
  const unknown = state.find((each) => !(environmentStateNames as readonly string[]).includes(each))
  if (unknown !== undefined)
    throw new InputError(`There is no state "${unknown}".`, {
      hint: `States: ${environmentStateNames.join(', ')}.`,
    })
  const open = environmentStateNames.filter((each) => !environmentStates[each].final)
  const states = state.length > 0 ? [...state] : all === true ? undefined : open
  return {
    ...(mine === true && { mine }),
    ...(owner === undefined ? {} : { owner }),
    ...(blueprint === undefined ? {} : { blueprint }),
    ...(component === undefined ? {} : { component }),
    ...(label.length > 0 && { labels: [...label] }),
    ...(states === undefined ? {} : { states }),
    ...(search === undefined ? {} : { search }),
  }
}

function printList(items: readonly EnvironmentView[], terminal: Terminal): string {
  if (items.length === 0) return 'No environments.'
  return terminal.table(
    ['Name', 'State', 'Blueprint', 'Owner', 'Ends', 'ID'],
    items.map(({ name, state, blueprint, owner, endsAt, id }) => [
      ...[name, stateWords(state), `${blueprint.name} ${blueprint.version}`, owner],
      ...[endsAt === undefined ? 'never' : printTime(endsAt), id],
    ]),
  )
}
