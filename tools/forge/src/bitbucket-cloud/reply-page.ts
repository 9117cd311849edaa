import type { ApiReply } from '../http/api-reply.ts'
import type { Call } from '../http/route.ts'
import { fail } from './errors.ts'

/** One page (https://developer.atlassian.com/cloud/bitbucket/rest/intro/#pagination), with the address of the next. */
export function replyPage<Item>(
  { query, path, urls }: Call,
  items: readonly Item[],
  { view, most = 100 }: { view: (item: Item) => unknown; most?: number },
): ApiReply {
  const pagelen = Number(query.get('pagelen') ?? 10)
  const page = Number(query.get('page') ?? 1)
  if (!(pagelen >= 1 && pagelen <= most)) return fail(400, 'Invalid pagelen')
  const next = new URLSearchParams(query)
  next.set('page', String(page + 1))
  const isLast = page * pagelen >= items.length
  return {
    status: 200,
    body: {
      pagelen,
      page,
      size: items.length,
      values: items.slice((page - 1) * pagelen, page * pagelen).map(view),
      ...(isLast ? {} : { next: `${urls.web}${path}?${next.toString()}` }),
    },
  }
}
