import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isTorqueBlueprint } from '@groundplan/blueprint-torque'
import { NotFoundError } from '@groundplan/errors'
import { readAnyText, type AnyText } from './read-files.ts'

export interface TorqueFile extends AnyText {
  readonly file: string
}

export interface TorqueFiles {
  readonly blueprints: readonly TorqueFile[]
  /** YAML files in the folders that are not Torque blueprints. */
  readonly others: number
}

/** Larger files in folders are data, which nobody wants to be read. */
const largestInFolder = 4_000_000

/** The files that are named, and the blueprints of Torque in and below the folders. Throws NotFoundError, InputError. */
export async function findTorqueFiles(paths: readonly string[]): Promise<TorqueFiles> {
  const blueprints: TorqueFile[] = []
  let others = 0
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (found === undefined) throw new NotFoundError(`File or folder not found: ${path}.`)
    if (!found.isDirectory()) {
      blueprints.push({ file: path, ...(await readAnyText(path)) })
      continue
    }
    for (const file of await listYamlFiles(path)) {
      const { size } = await stat(file)
      const read = size > largestInFolder ? { text: '' } : await readAnyText(file)
      if (isTorqueBlueprint(file, read.text)) blueprints.push({ file, ...read })
      else others += 1
    }
  }
  return { blueprints, others }
}

/** The YAML files in and below a folder, in path order. Links to folders are not followed. */
async function listYamlFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  const folders = entries.filter(
    (entry) => entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules',
  )
  const below = await Promise.all(folders.map(({ name }) => listYamlFiles(join(folder, name))))
  return [...files.map(({ name }) => join(folder, name)), ...below.flat()].toSorted()
}
