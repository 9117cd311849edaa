import type { AuditEventView } from '@groundplan/api-client'
import { withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'
import type { Terminal } from '../../terminal/terminal.ts'
import { toFilter, type FilterOptions } from './filter-options.ts'

interface ListOptions extends FilterOptions {
  readonly limit: number
}

const pageSize = 100

export const listAudit: Action<ListOptions> = (context, _, options) =>
  withApi(context, async ({ audit }) => {
    const { limit: wanted } = options
    const items: AuditEventView[] = []
    let cursor: string | undefined
    do {
      const limit = Math.min(pageSize, wanted - items.length)
      const page = await audit.list.query({ ...toFilter(options), limit, ...(cursor && { cursor }) })
      items.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== undefined && items.length < wanted)
    context.terminal.result({ items }, () => printEvents(items, context.terminal))
    if (cursor !== undefined && !context.terminal.json)
      context.terminal.note('There are more events. Use --limit or --until to see them.')
    return exitCodes.done
  })

function printEvents(events: readonly AuditEventView[], terminal: Terminal): string {
  if (events.length === 0) return 'There are no such events.'
  const rows = events.map(({ sequence, time, actor, action, target, sourceAddress, ...rest }) => [
    ...[sequence, `${time.slice(0, 10)} ${time.slice(11, 19)}`, actor, action],
    ...[`${target.kind} ${target.id}`, sourceAddress ?? '', describe(rest)],
  ])
  return terminal.table(['Event', 'Time (UTC)', 'Actor', 'Action', 'Target', 'From', 'Details'], rows)
}

type Details = Pick<AuditEventView, 'before' | 'after' | 'reason'>

/** What changed, as `name: before → after`, and why. */
function describe({ before = {}, after = {}, reason }: Details): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changes = names.map((name) => {
    const [old, current] = [before[name], after[name]].map((value) => String(value ?? 'none'))
    return name in before ? `${name}: ${old} → ${current}` : `${name}: ${current}`
  })
  return [...changes, ...(reason === undefined ? [] : [reason])].join('; ')
}
