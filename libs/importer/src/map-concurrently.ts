/**
 * Maps items with at most so many at work at a time; results are in the order of the items. Fails with the first failure, after
 * which no further item is begun.
 */
export async function mapConcurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  let hasFailed = false
  const work = async () => {
    for (const [index, item] of queue) {
      if (hasFailed) return
      results[index] = await map(item, index)
    }
  }
  const failing = async () => {
    try {
      await work()
    } catch (error) {
      hasFailed = true
      throw error
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, failing))
  return results
}
