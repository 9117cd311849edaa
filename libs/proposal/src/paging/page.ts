/**
 * Lists in pages. A store is asked for the page after a *position*: the values of the last item by which the list is sorted, the
 * last of them unique. Items that are added or removed meanwhile neither repeat nor hide others, as offsets would.
 */
export interface PageRequest<Position> {
  /** At most so many items, from 1. */
  readonly limit: number
  /** Where the page before ended; absent for the first one. */
  readonly after?: Position | undefined
}

export interface Page<Item, Position = unknown> {
  readonly items: readonly Item[]
  /** Position of the last item; absent if there are no more. */
  readonly next?: Position | undefined
}

/** Makes a page of sorted items, of which a store reads one more than the limit to know whether there are more. */
export function toPage<Item, Position>(
  items: readonly Item[],
  limit: number,
  positionOf: (item: Item) => Position,
): Page<Item, Position> {
  const shown = items.slice(0, limit)
  const last = shown.at(-1)
  return items.length <= limit || last === undefined
    ? { items: shown }
    : { items: shown, next: positionOf(last) }
}

/** The same page with other items. */
export function mapPage<Item, Position, Other>(
  { items, ...rest }: Page<Item, Position>,
  map: (item: Item) => Other,
): Page<Other, Position> {
  return { ...rest, items: items.map(map) }
}
