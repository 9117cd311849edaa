import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { requireOrdinaryFiles } from './require-ordinary-files.ts'
import { readRegularFile } from './read-regular-file.ts'

/** As git has it. */
const maximumDepth = 5
const maximumBytes = 100_000

/**
 * Checks the owner of the alternates of a repository. `git clone --shared` and `--reference` create alternates, which are fine
 * within the folders of one user. Throws InputError if they belong to another user, or if git would block on one of the files.
 */
export async function requireOwnAlternates(objects: string, shown: string): Promise<void> {
  await requireOrdinaryFiles(objects, shown)
  const owners = new Set([process.getuid?.(), (await stat(objects)).uid])
  let level = [objects]
  for (let depth = 0; depth <= maximumDepth && level.length > 0; depth += 1) {
    const next = await Promise.all(level.map((directory) => listAlternates(directory)))
    level = next.flat()
    for (const directory of level) {
      const stats = await stat(directory).catch(() => undefined)
      if (stats?.isDirectory() !== true) continue
      if (owners.has(stats.uid)) {
        await requireOrdinaryFiles(directory, shown)
        continue
      }
      throw new InputError(
        `The repository ${shown} uses objects from ${directory}, which belongs to another user.`,
        {
          hint: 'Copy the objects with `git repack -a -d`, then remove objects/info/alternates.',
        },
      )
    }
  }
}

async function listAlternates(objects: string): Promise<readonly string[]> {
  const file = join(objects, 'info/alternates')
  const text = await readRegularFile(file, { maximumBytes, followsLinks: true })
  const lines = (text ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return lines.map((line) => resolve(objects, unquote(line)))
}

/** Git quotes odd names as C does. */
function unquote(line: string): string {
  return line.startsWith('"') ? line.slice(1, -1).replace(/\\(["\\])/g, '$1') : line
}
