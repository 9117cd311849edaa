import { mkdir, readdir, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'

/** What Terraform writes into the folder of a module. */
const written: ReadonlySet<string> = new Set([
  '.terraform',
  '.terraform.lock.hcl',
  'terraform.tfstate',
  'terraform.tfstate.backup',
])

/**
 * Builds a folder that looks like a module's and takes what Terraform writes, and returns it. Everything else is links: to the
 * module's files, and to what is beside it and beside the folders around it, so that relative sources lead where they did.
 */
export async function linkModule(directory: string, into: string): Promise<string> {
  const root = await findRoot(directory)
  const copy = join(into, relative(root, directory))
  await mkdir(copy, { recursive: true })
  for (let [original, copied] = [directory, copy]; ;) {
    const own = original === directory
    for (const name of await readdir(original))
      if (!own || !written.has(name)) await linkUnlessThere(join(original, name), join(copied, name))
    if (original === root) return copy
    ;[original, copied] = [dirname(original), dirname(copied)]
  }
}

/** How many folders around a module count as its repository if it is in none. */
const mostLevels = 2

/** The folder of the repository around a directory. */
async function findRoot(directory: string): Promise<string> {
  const around = [directory]
  for (let next = dirname(directory); basename(next) !== ''; next = dirname(next)) around.push(next)
  for (const folder of around)
    if ((await stat(join(folder, '.git')).catch(() => undefined)) !== undefined) return folder
  return around[Math.min(mostLevels, around.length - 1)] ?? directory
}

async function linkUnlessThere(target: string, path: string): Promise<void> {
  await symlink(target, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}
