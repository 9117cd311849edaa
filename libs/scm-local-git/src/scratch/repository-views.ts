import { lstat, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RepositoryLayout } from '../repository-layout.ts'
import { printConfig, readObjectFormat, type FileGit } from './repository-format.ts'
import { scratchDirectory } from './scratch-directory.ts'

/** What a view has of the repository: links to it. Git makes the second when it packs refs for the first time. */
const parts: readonly string[] = ['refs', 'packed-refs', 'objects']
/** Those that have none must not seem to have it. */
const optionalParts: readonly string[] = ['worktrees', 'shallow']

/**
 * Bare repositories that this process works in, without their own configuration, hooks and attributes: somebody may have changed
 * those, or the whole folder may come from elsewhere. Git takes HEAD and objects from the repository itself, and everything else
 * from a folder of ours in which refs are links into it.
 */
export class RepositoryViews {
  readonly #known = new Map<string, { readonly stamp: string; readonly view: Promise<string> }>()
  readonly #git: FileGit

  constructor(git: FileGit) {
    this.#git = git
  }

  async layoutOf(directory: string): Promise<RepositoryLayout> {
    const commonDirectory = await this.#viewOf(directory)
    return { gitDirectory: directory, commonDirectory, objectDirectory: join(directory, 'objects') }
  }

  async #viewOf(directory: string): Promise<string> {
    const stamp = await stampOf(join(directory, 'config'))
    const known = this.#known.get(directory)
    if (known?.stamp === stamp && (await isWhole(await known.view))) return known.view
    const view = this.#create(directory)
    this.#known.set(directory, { stamp, view })
    view.catch(() => this.#known.delete(directory))
    return view
  }

  async #create(directory: string): Promise<string> {
    const format = await readObjectFormat(this.#git, join(directory, 'config'), directory)
    const view = await scratchDirectory.create()
    await writeFile(join(view, 'config'), printConfig(format))
    await mkdir(join(view, 'info'))
    for (const name of [...parts, ...optionalParts]) {
      const target = join(directory, name)
      const isThere = (await lstat(target).catch(() => undefined)) !== undefined
      if (isThere || parts.includes(name)) await symlink(target, join(view, name))
    }
    return view
  }
}

/** Another one when a file has changed or been replaced. */
async function stampOf(file: string): Promise<string> {
  const stats = await lstat(file).catch(() => undefined)
  return stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`
}

/** False if something that cleans up temporary files has taken it or a part of it. */
async function isWhole(view: string): Promise<boolean> {
  const looks = ['config', ...parts].map((name) => lstat(join(view, name)))
  return Promise.all(looks).then(
    () => true,
    () => false,
  )
}
