/**
 * Tells by which commit a branch got each of the commits that it contains, from what
 * `git rev-list --topo-order --parents <branch>` prints, for all commits or for the newest ones: the branch's own line is that of
 * first parents.
 */
export function parseHistory(printed: string): ReadonlyMap<string, string> {
  const rows = printed.split('\n').map((row) => row.split(' '))
  const parents = new Map(rows.map(([commit = '', ...others]) => [commit, others]))
  const line: string[] = []
  let next = rows[0]?.[0]
  while (next !== undefined && next !== '') {
    line.push(next)
    next = parents.get(next)?.[0]
  }
  const broughtBy = new Map<string, string>()
  for (const merge of line.reverse()) {
    const queue = [merge]
    for (let commit = queue.pop(); commit !== undefined; commit = queue.pop()) {
      if (broughtBy.has(commit) || !parents.has(commit)) continue
      broughtBy.set(commit, merge)
      queue.push(...(parents.get(commit) ?? []))
    }
  }
  return broughtBy
}
