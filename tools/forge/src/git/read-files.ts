import { runGit, tryGit } from './run-git.ts'

/** Texts of all files of a commit, by path. */
export async function readFiles(directory: string, ref: string): Promise<Readonly<Record<string, string>>> {
  const listing = await runGit(directory, ['ls-tree', '-r', '-z', '--format=%(objectname) %(path)', ref])
  const entries = listing.split('\0').filter((entry) => entry !== '')
  const ids = entries.map((entry) => entry.slice(0, entry.indexOf(' ')))
  const result = await tryGit(directory, ['cat-file', '--batch'], { input: `${ids.join('\n')}\n` })
  const texts = parseBatch(result.stdout)
  return Object.fromEntries(
    entries.map((entry, index) => [entry.slice(entry.indexOf(' ') + 1), texts[index] ?? '']),
  )
}

function parseBatch(bytes: Buffer): readonly string[] {
  const texts: string[] = []
  let at = 0
  while (at < bytes.length) {
    const end = bytes.indexOf('\n', at)
    if (end < 0) break
    const size = Number(bytes.subarray(at, end).toString('utf8').split(' ')[2] ?? 0)
    texts.push(bytes.subarray(end + 1, end + 1 + size).toString('utf8'))
    at = end + 1 + size + 1
  }
  return texts
}
