import type { QueryTask } from './query-process.ts'

export type RequestKind = 'list' | 'search' | 'get' | 'floor'

export interface PlannedRequest {
  readonly kind: RequestKind
  readonly path: string
}

const kinds = ['list', 'search', 'get', 'floor'] as const

/** What people type: whole words, beginnings of words, several words, and what is misspelled. */
export const searches = [
  ...['postgres', 'queue', 'billing', 'pay', 'que', 'b', 'ca', 'dns zone', 'payments postgres', 'event bus'],
  ...[
    'aws network',
    'load balancer eu',
    'alarms',
    'security baseline',
    'fraud',
    'gateway orders',
    'working hours',
  ],
  ...['postgers', 'netwrok', 'paymnets queue', 'nothing-like-it'],
]

/** Gives the request of each number: a quarter each reads lists, searches, opens a blueprint, and asks for the floor. */
export async function createRequests({
  url,
  session,
  names,
}: Pick<QueryTask, 'url' | 'session' | 'names'>): Promise<(index: number) => PlannedRequest> {
  const cursors = await readCursors(url, session)
  return (index) => {
    const kind = kinds[index % kinds.length] ?? 'floor'
    // Each kind goes through its own values.
    const turn = Math.floor(index / kinds.length)
    return { kind, path: pathOf(kind, turn) }
  }

  function pathOf(kind: RequestKind, turn: number): string {
    if (kind === 'floor') return '/readyz'
    if (kind === 'get') return procedure('catalog.get', { name: pick(names, turn * 7919) })
    if (kind === 'search') return procedure('catalog.list', { search: pick(searches, turn) })
    const filters = [
      {},
      { cursor: pick(cursors, turn) },
      { labels: ['database'] },
      { repositories: ['cards-modules'] },
    ]
    return procedure('catalog.list', pick(filters, turn))
  }
}

/** Where the first pages of the list end. */
async function readCursors(url: string, session: string): Promise<readonly string[]> {
  const cursors: string[] = []
  for (let count = 0; count < 20; count += 1) {
    const cursor = cursors.at(-1)
    const page = procedure('catalog.list', cursor === undefined ? {} : { cursor })
    const answer = await fetch(`${url}${page}`, { headers: { authorization: `Bearer ${session}` } })
    const body = (await answer.json()) as {
      readonly result: { readonly data: { readonly nextCursor?: string } }
    }
    const next = body.result.data.nextCursor
    if (next === undefined) break
    cursors.push(next)
  }
  return cursors
}

function procedure(name: string, input: object): string {
  return `/trpc/${name}?input=${encodeURIComponent(JSON.stringify(input))}`
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length]
  if (item === undefined) throw new Error('There is nothing to pick from.')
  return item
}
