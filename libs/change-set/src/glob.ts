/** Longest glob that is taken from a person's file. */
const longestGlob = 300

/**
 * True if a path or a name matches a glob: `*` and `?` within one name, `**` for any number of directories. A glob without
 * `**` matches only paths of its own depth; `.` and `**` match the root. The work grows with the product of both lengths,
 * whatever the glob: it is never made a regular expression.
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

/** What keeps a text from being a glob that does what its writer expects, as the end of a sentence. */
export function findGlobProblem(glob: string): string | undefined {
  if (glob.trim() === '') return 'is empty'
  if (glob.length > longestGlob) return `is longer than ${longestGlob} characters`
  if (glob.startsWith('!')) return 'is a negation, which globs here do not have'
  if (/[[\]{}()]/.test(glob)) return 'has brackets or braces, which globs here do not have'
  if (glob.includes('\\')) return 'has a backslash, which globs here do not have'
  if (/[^/]\*\*|\*\*[^/]/.test(glob)) return 'has `**` beside other characters of a name'
  return undefined
}

function split(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && segment !== '.')
}

/** Everything from the first place that is reached. */
function fromFirst(reached: readonly boolean[]): boolean[] {
  const first = reached.indexOf(true)
  return reached.map((_, index) => first !== -1 && index >= first)
}

/** Goes back to the last `*` alone, which is enough where there is nothing else that can take more than one character. */
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
