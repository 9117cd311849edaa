/** Maximum length of a glob. */
const longestGlob = 300

/**
 * True if a path or a name matches a glob: `*` and `?` within one name, `**` for any number of directories. A glob without `**`
 * matches only paths of its own depth; `.` and `**` match the root. Runs in time proportional to the product of both lengths for
 * any glob: it is never compiled to a regular expression.
 */
export function matchesGlob(glob: string, path: string): boolean {
  const patterns = split(glob)
  const names = split(path)
  // reached[n]: the patterns so far match the first n names.
  let reached = names.map(() => false)
  reached.unshift(true)
  for (const pattern of patterns) {
    reached =
      pattern === '**'
        ? fromFirst(reached)
        : [false, ...names.map((name, index) => reached[index] === true && matchesName(pattern, name))]
  }
  return reached[names.length] === true
}

/** Why a glob is invalid, as the end of a sentence that starts with "it"; `undefined` if it is valid. */
export function findGlobProblem(glob: string): string | undefined {
  if (glob.trim() === '') return 'is empty'
  if (glob.length > longestGlob) return `is longer than ${longestGlob} characters`
  if (glob.startsWith('!')) return 'starts with "!", and negation is not supported'
  if (/[[\]{}()]/.test(glob)) return 'contains brackets or braces, which are not supported'
  if (glob.includes('\\')) return 'contains a backslash, which is not supported'
  if (/[^/]\*\*|\*\*[^/]/.test(glob)) return 'combines `**` with other characters in a name'
  return undefined
}

function split(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.')
}

/** Marks every position after the first one reached. */
function fromFirst(reached: readonly boolean[]): boolean[] {
  const first = reached.indexOf(true)
  return reached.map((_, index) => first !== -1 && index >= first)
}

/** Only backtracks to the last `*`, which suffices because nothing else matches more than one character. */
function matchesName(pattern: string, name: string): boolean {
  let [at, back, from] = [0, -1, 0]
  let position = 0
  while (position < name.length) {
    if (pattern[at] === '*') {
      back = at
      from = position
      at += 1
    } else if (pattern[at] === '?' || pattern[at] === name[position]) {
      at += 1
      position += 1
    } else if (back !== -1) {
      at = back + 1
      from += 1
      position = from
    } else return false
  }
  return /^\**$/.test(pattern.slice(at))
}
