import { InvalidArgumentError, Option, type Command } from 'commander'

/** The filters of a command as commander reads them; times are ISO 8601. */
export interface FilterOptions {
  /** True: events that belong to no space. */
  readonly account?: boolean
  readonly since?: string
  readonly until?: string
  readonly actor?: string
  readonly action?: string
  readonly target?: string
  readonly result?: 'done' | 'refused'
}

/** Adds the filters that select events. */
export function withFilters(command: Command): Command {
  return withAccount(command)
    .option(
      '--since <time>',
      'only events from this day or time on (UTC unless it says otherwise)',
      parseTime,
    )
    .option('--until <time>', 'only events before this day or time', parseTime)
    .option('--actor <name>', 'only events of this actor: a name, a kind, or kind:name')
    .option(
      '--action <action>',
      'only this action, or everything with this first word: secret.created, secret',
    )
    .option('--target <target>', 'only events about this: a kind, an ID, or kind:ID')
    .addOption(
      new Option('--result <result>', 'only what was done, or what was refused').choices(['done', 'refused']),
    )
}

/** Adds the choice between the events of the space and those of the account. */
export function withAccount(command: Command): Command {
  return command.option(
    '--account',
    'events that belong to no space: sign-ins, roles, and members of all spaces',
  )
}

/** The filters alone, as the API takes them. */
export function toFilter(options: FilterOptions): FilterOptions {
  const { account, since, until, actor, action, target, result } = options
  const given = { account, since, until, actor, action, target, result }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function parseTime(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text)
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)?$/.test(text)
  const time = new Date(isTime && !/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text)
  if ((isDay || isTime) && !Number.isNaN(time.getTime())) return time.toISOString()
  throw new InvalidArgumentError('Use a day or a time such as 2026-01-31 or 2026-01-31T08:30:00Z.')
}
