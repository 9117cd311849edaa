import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  generatorPaths,
  readGeneratorSettings,
  settingsFolder,
  type GeneratorSettings,
} from '@groundplan/blueprint-generator'
import { NotFoundError } from '@groundplan/errors'
import { readText } from './read-files.ts'

/** Largest file that is read, in bytes. */
const maximumSize = 3_000_000

/** Reads the generator settings from a local repository's work tree. Throws NotFoundError if the folder is missing, InputError. */
export async function readOverlayFolder(directory: string, prefix = ''): Promise<GeneratorSettings> {
  const found = await stat(directory).catch(() => undefined)
  if (found?.isDirectory() !== true) throw new NotFoundError(`Folder ${directory} does not exist.`)
  const files = await Promise.all(
    generatorPaths.map(async (path) => [path, await readSmallText(join(directory, path))] as const),
  )
  const present = files.flatMap(([path, text]) =>
    text === undefined ? [] : [[path, text === tooLarge ? undefined : text] as const],
  )
  return readGeneratorSettings(new Map(present), prefix)
}

/** Reads the company's settings from a checkout of the blueprint repository. Throws NotFoundError if it has none. */
export async function readCompanyFolder(directory: string, prefix: string): Promise<GeneratorSettings> {
  const settings = await readOverlayFolder(directory, prefix)
  if (settings.entries.length + settings.templates.size + settings.diagnostics.length > 0) return settings
  throw new NotFoundError(`No overlay or template found in ${join(directory, settingsFolder)}.`, {
    hint: 'Specify the root of a checkout of the blueprint repository.',
  })
}

const tooLarge = Symbol('too large')

async function readSmallText(path: string): Promise<string | typeof tooLarge | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true) return undefined
  return found.size > maximumSize ? tooLarge : readText(path)
}
