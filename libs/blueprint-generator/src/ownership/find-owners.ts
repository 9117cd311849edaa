import ignore, { type Ignore } from 'ignore'
import type { OwnershipRule } from './parse-code-owners.ts'

/** Files of a module that are looked at; more would hardly change the answer. */
const mostFiles = 10
/** Files that lie deeper are nobody's: the work of matching `**` grows with the power of the depth. */
const deepest = 20
/** How many answers the matchers may remember before they are made anew. */
const mostAnswers = 100_000

/**
 * The function that tells who owns most of the files of a module; where several have as many, those who own the first. The paths
 * are relative to the root of the repository.
 */
export function ownersFinder(
  rules: readonly OwnershipRule[],
): (files: readonly string[]) => readonly string[] {
  const ownersOf = createOwnerMatcher(rules)
  return (files) => {
    const counts = new Map<string, { readonly owners: readonly string[]; count: number }>()
    for (const file of files.slice(0, mostFiles)) {
      const owners = ownersOf(file)
      const known = counts.get(owners.join(' '))
      if (known === undefined) counts.set(owners.join(' '), { owners, count: 1 })
      else known.count += 1
    }
    const most = Math.max(...[...counts.values()].map(({ count }) => count))
    return [...counts.values()].find(({ count }) => count === most)?.owners ?? []
  }
}

/** The function that tells the owners of one file: those of the last rule that matches. */
export function createOwnerMatcher(rules: readonly OwnershipRule[]): (file: string) => readonly string[] {
  let matchers: Ignore[] = []
  let answers = 0
  const matches = (index: number, pattern: string, file: string) => {
    answers += 1
    if (answers % mostAnswers === 0) matchers = []
    matchers[index] ??= compile(pattern)
    return matchers[index].ignores(file)
  }
  return (file) => {
    if (file.split('/').length > deepest || !ignore.isPathValid(file)) return []
    const index = rules.findLastIndex(({ pattern }, at) => matches(at, pattern, file))
    return rules[index]?.owners ?? []
  }
}

/** As in .gitignore, but `docs/*` is for the files in `docs` alone, not for those in folders below it. */
function compile(pattern: string): Ignore {
  const matcher = ignore({ ignorecase: false }).add(pattern)
  return /[^*]\/\*$/.test(pattern) ? matcher.add(`!${pattern}/`) : matcher
}
