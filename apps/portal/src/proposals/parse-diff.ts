/**
 * Unified diffs, as git prints them, as data.
 *
 * Terms: a *file* has a header and *hunks*; a hunk is a run of *lines* with its place in the old and the new file.
 */
export interface DiffFile {
  readonly oldPath: string | undefined
  readonly newPath: string | undefined
  readonly kind: 'added' | 'removed' | 'renamed' | 'changed'
  readonly isBinary: boolean
  readonly hunks: readonly DiffHunk[]
  readonly added: number
  readonly removed: number
}

export interface DiffHunk {
  /** What stands after the second `@@`, e.g. the enclosing section. */
  readonly section: string
  readonly lines: readonly DiffLine[]
}

export interface DiffLine {
  readonly kind: 'context' | 'added' | 'removed' | 'note'
  readonly text: string
  readonly oldNumber: number | undefined
  readonly newNumber: number | undefined
}

/** Reads a diff. What it does not know it passes over; it never throws. */
export function parseDiff(diff: string): readonly DiffFile[] {
  const lines = diff.split('\n')
  if (lines.at(-1) === '') lines.pop()
  // Every line of a hunk begins with a sign, so this one is always a file's first.
  const starts = lines.flatMap((line, index) => (line.startsWith('diff --git ') ? [index] : []))
  // A plain `diff -u` of one file has no such line.
  if (starts.length === 0) return lines.some((line) => hunkHeader.test(line)) ? [parseFile(lines)] : []
  return starts.map((start, index) => parseFile(lines.slice(start, starts[index + 1])))
}

/** The files with blueprints first, then what is said about them, otherwise in their order. */
export function orderFiles(files: readonly DiffFile[]): readonly DiffFile[] {
  const isBlueprint = ({ newPath, oldPath }: DiffFile) => /\.ya?ml$/.test(newPath ?? oldPath ?? '')
  return [...files.filter(isBlueprint), ...files.filter((file) => !isBlueprint(file))]
}

function parseFile(lines: readonly string[]): DiffFile {
  const firstHunk = lines.findIndex((line) => hunkHeader.test(line))
  const header = firstHunk === -1 ? lines : lines.slice(0, firstHunk)
  const hunks = firstHunk === -1 ? [] : parseHunks(lines.slice(firstHunk))
  const paths = parsePaths(header)
  const all = hunks.flatMap((hunk) => hunk.lines)
  return {
    ...paths,
    kind: kindOf(header, paths),
    isBinary: header.some((line) => line.startsWith('Binary files ') || line === 'GIT binary patch'),
    hunks,
    added: all.filter(({ kind }) => kind === 'added').length,
    removed: all.filter(({ kind }) => kind === 'removed').length,
  }
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/

function parseHunks(lines: readonly string[]): readonly DiffHunk[] {
  const hunks: { section: string; lines: DiffLine[] }[] = []
  let place = { old: 0, new: 0, oldLeft: 0, newLeft: 0 }
  for (const line of lines) {
    const header = hunkHeader.exec(line)
    // The header tells how many lines follow; until then even `@@` and `---` are content.
    if (place.oldLeft <= 0 && place.newLeft <= 0 && header !== null) {
      const [, oldStart, oldCount = '1', newStart, newCount = '1', section = ''] = header
      place = {
        old: Number(oldStart),
        new: Number(newStart),
        oldLeft: Number(oldCount),
        newLeft: Number(newCount),
      }
      hunks.push({ section, lines: [] })
      continue
    }
    const current = hunks.at(-1)
    if (current !== undefined) readLine(line, place, current.lines)
  }
  return hunks
}

function readLine(
  line: string,
  place: { old: number; new: number; oldLeft: number; newLeft: number },
  into: DiffLine[],
): void {
  if (line.startsWith('\\')) {
    into.push({ kind: 'note', text: line.slice(1).trim(), oldNumber: undefined, newNumber: undefined })
    return
  }
  if (place.oldLeft <= 0 && place.newLeft <= 0) return
  const text = line.slice(1)
  const isAdded = line.startsWith('+')
  const isRemoved = line.startsWith('-')
  into.push({
    kind: isAdded ? 'added' : isRemoved ? 'removed' : 'context',
    text,
    oldNumber: isAdded ? undefined : place.old,
    newNumber: isRemoved ? undefined : place.new,
  })
  if (!isAdded) {
    place.old += 1
    place.oldLeft -= 1
  }
  if (!isRemoved) {
    place.new += 1
    place.newLeft -= 1
  }
}

interface Paths {
  readonly oldPath: string | undefined
  readonly newPath: string | undefined
}

function parsePaths(header: readonly string[]): Paths {
  const oldName = valueAfter(header, '--- ') ?? valueAfter(header, 'rename from ')
  const newName = valueAfter(header, '+++ ') ?? valueAfter(header, 'rename to ')
  if (oldName !== undefined || newName !== undefined) {
    return { oldPath: toPath(oldName, 'a/'), newPath: toPath(newName, 'b/') }
  }
  // Neither content nor name changed, or it is binary: only the first line names the file, twice.
  const twice = /^diff --git "?a\/(.*?)"? "?b\/(.*?)"?$/.exec(header[0] ?? '')
  return { oldPath: twice?.[1], newPath: twice?.[2] }
}

function valueAfter(header: readonly string[], prefix: string): string | undefined {
  return header.find((line) => line.startsWith(prefix))?.slice(prefix.length)
}

function toPath(name: string | undefined, prefix: string): string | undefined {
  // git puts a tab after names with spaces.
  const plain = unquote(name?.replace(/\t.*$/, ''))
  if (plain === undefined || plain === '/dev/null') return undefined
  return plain.startsWith(prefix) ? plain.slice(prefix.length) : plain
}

// git writes unusual names in quotes, with the bytes of their UTF-8 form in octal.
function unquote(name: string | undefined): string | undefined {
  if (name === undefined || !/^".*"$/.test(name)) return name
  const bytes: number[] = []
  for (const [token] of name.slice(1, -1).matchAll(/\\[0-7]{3}|\\.|[^\\]/gu)) {
    if (/^\\[0-7]{3}$/.test(token)) bytes.push(Number.parseInt(token.slice(1), 8))
    else bytes.push(...new TextEncoder().encode(escapes.get(token) ?? token.replace(/^\\/, '')))
  }
  return new TextDecoder().decode(new Uint8Array(bytes))
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\t', '\t'],
])

function kindOf(header: readonly string[], { oldPath, newPath }: Paths): DiffFile['kind'] {
  if (header.some((line) => line.startsWith('new file mode')) || oldPath === undefined) return 'added'
  if (header.some((line) => line.startsWith('deleted file mode')) || newPath === undefined) return 'removed'
  return oldPath === newPath ? 'changed' : 'renamed'
}
