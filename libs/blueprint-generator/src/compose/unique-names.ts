interface Prefixable {
  readonly name: string
  readonly prefix: string
}

/** A name for each: its own, or with its prefix where another has the same or it is taken. */
export function uniqueNames(all: readonly Prefixable[], taken: Iterable<string> = []): readonly string[] {
  const reserved = new Set(taken)
  const counts = new Map<string, number>()
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1)
  const isPlain = (name: string) => counts.get(name) === 1 && !reserved.has(name)
  const used = new Set([...reserved, ...all.map(({ name }) => name).filter(isPlain)])
  return all.map(({ name, prefix }) => {
    if (isPlain(name)) return name
    const free = firstFree(`${prefix.replaceAll('-', '_')}_${name}`, used)
    used.add(free)
    return free
  })
}

function firstFree(name: string, used: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; used.has(free); number += 1) free = `${name}_${number}`
  return free
}
