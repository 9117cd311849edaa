import { InputError } from '@groundplan/errors'
import type { Page, PageRequest } from '@groundplan/proposal'
import type { z } from 'zod'

/** A page as clients get it. */
export interface PageView<Item> {
  readonly items: readonly Item[]
  /** Send it as `cursor`, with the same filters, for the next page; absent on the last one. */
  readonly nextCursor?: string | undefined
}

/** Translates between the positions of one list and the opaque texts that clients send back. */
export interface CursorFormat<Position> {
  /** What a store is asked for. Throws InputError if the cursor is none of this list. */
  toRequest(input: { readonly limit: number; readonly cursor?: string | undefined }): PageRequest<Position>
  toView<Item, Other>(page: Page<Item, Position>, toItem: (item: Item) => Other): PageView<Other>
}

/** The cursors of the list with this name, e.g. `imports`. A position must survive JSON; the schema reads it back. */
export function defineCursor<Position>(list: string, schema: z.ZodType<Position>): CursorFormat<Position> {
  return {
    toRequest({ limit, cursor }) {
      if (cursor === undefined) return { limit }
      const [name, position] = decode(cursor)
      const parsed = schema.safeParse(position)
      if (name !== list || !parsed.success) {
        throw new InputError(`Invalid cursor for the list "${list}".`, {
          hint: 'Send `nextCursor` exactly as the list returned it, or omit it for the first page.',
        })
      }
      return { limit, after: parsed.data }
    },
    toView({ items, next }, toItem) {
      const view = { items: items.map(toItem) }
      return next === undefined ? view : { ...view, nextCursor: encode([list, next]) }
    },
  }
}

type Content = readonly [list: string, position: unknown]

function encode(content: Content): string {
  const bytes = new TextEncoder().encode(JSON.stringify(content))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

function decode(cursor: string): readonly unknown[] {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const content: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return Array.isArray(content) ? content : []
  } catch {
    return []
  }
}
