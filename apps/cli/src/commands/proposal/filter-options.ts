import { InputError } from '@groundplan/errors'
import { Option, type Command } from 'commander'

/** The filters of a command as commander reads them. */
export interface FilterOptions {
  readonly search?: string
  readonly repository?: string
  readonly owner?: string
  readonly kind?: 'new' | 'update' | 'retirement'
  readonly breaking?: boolean
  readonly conflicts?: boolean
  readonly olderThan?: string
}

/** Adds the filters that select proposals. */
export function withFilters(command: Command): Command {
  return command
    .option('--search <words>', 'only proposals with these words in name, title, repository or path')
    .option('--repository <name>', 'only proposals from this repository')
    .option('--owner <owner>', 'only proposals owned by this team or person')
    .addOption(
      new Option('--kind <kind>', 'only new blueprints, updates, or retirements').choices([
        'new',
        'update',
        'retirement',
      ]),
    )
    .option('--breaking', 'only proposals with breaking changes')
    .option('--no-breaking', 'only proposals without breaking changes')
    .option('--conflicts', 'only proposals with undecided conflicts')
    .option('--no-conflicts', 'only proposals without undecided conflicts')
    .option('--older-than <days>', 'only proposals opened more than this many days ago')
}

/** The filters as the API takes them. Throws InputError. */
export function toFilter(options: FilterOptions, now = new Date()) {
  const { search, repository, owner, kind, breaking, conflicts, olderThan } = options
  return {
    ...(search === undefined ? {} : { search }),
    ...(repository === undefined ? {} : { repository }),
    ...(owner === undefined ? {} : { owner }),
    ...(kind === undefined ? {} : { kind }),
    ...(breaking === undefined ? {} : { breaking }),
    ...(conflicts === undefined ? {} : { conflicts }),
    ...(olderThan === undefined ? {} : { openedBefore: daysBefore(now, olderThan) }),
  }
}

function daysBefore(now: Date, text: string): string {
  const days = Number(text)
  if (Number.isFinite(days) && days >= 0 && days < 100_000)
    return new Date(now.getTime() - days * 86_400_000).toISOString()
  throw new InputError(`--older-than must be a number of days, not "${text}".`)
}
