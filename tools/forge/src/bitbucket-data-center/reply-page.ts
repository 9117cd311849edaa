import type { ApiReply } from '../http/api-reply.ts'
import type { Call } from '../http/route.ts'

/** One page; a limit above the most is cut down without a word. */
export function replyPage<Item>(
  { query }: Call,
  items: readonly Item[],
  view: (item: Item) => unknown,
): ApiReply {
  const start = Number(query.get('start') ?? 0)
  const limit = Math.min(Number(query.get('limit') ?? 25), 1000)
  const values = items.slice(start, start + limit).map(view)
  const isLastPage = start + limit >= items.length
  return {
    status: 200,
    body: {
      size: values.length,
      limit,
      isLastPage,
      start,
      values,
      ...(isLastPage ? {} : { nextPageStart: start + limit }),
    },
  }
}
