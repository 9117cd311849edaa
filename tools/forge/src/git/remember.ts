/** How many answers are kept. */
const limit = 5000

/** Keeps what was answered, by the arguments. Only for questions whose answer never changes, such as those about commits. */
export function remember<Result>(
  ask: (directory: string, ...ids: readonly string[]) => Promise<Result>,
): (directory: string, ...ids: readonly string[]) => Promise<Result> {
  const known = new Map<string, Promise<Result>>()
  return (directory, ...ids) => {
    const key = [directory, ...ids].join('\0')
    const before = known.get(key)
    if (before !== undefined) return before
    const answer = ask(directory, ...ids)
    known.set(key, answer)
    answer.catch(() => known.delete(key))
    const [oldest] = known.keys()
    if (known.size > limit && oldest !== undefined) known.delete(oldest)
    return answer
  }
}
