import type { Call } from '../http/route.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly headers: Readonly<Record<string, string>>
}

/** The page that was asked for, with the Link header (https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api). */
export function paginate<Item>(call: Call, all: readonly Item[]): Page<Item> {
  const size = Math.min(100, positive(call.query.get('per_page'), 30))
  const page = positive(call.query.get('page'), 1)
  const last = Math.max(1, Math.ceil(all.length / size))
  const links = [
    ...(page > 1 ? [link(call, page - 1, 'prev')] : []),
    ...(page < last ? [link(call, page + 1, 'next'), link(call, last, 'last')] : []),
    ...(page > 1 ? [link(call, 1, 'first')] : []),
  ]
  return {
    items: all.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

function link({ query, path, urls }: Call, page: number, relation: string): string {
  const target = new URLSearchParams(query)
  target.set('page', String(page))
  return `<${urls.web}${path}?${target.toString()}>; rel="${relation}"`
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : otherwise
}
