import { lstat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { InputError } from '@groundplan/errors'
import { damagedRepository } from '../translate-git-error.ts'

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256'

/** Runs git on single files, in no repository. */
export interface FileGit {
  run(...args: readonly string[]): Promise<string>
}

/** No configuration of a repository comes near, in bytes. */
const maximumConfigSize = 1_000_000

/**
 * Reads from a repository's configuration in which format it is: the only thing that is read of it, and as a file, so that git
 * obeys nothing in it. Throws InputError if that is a format that we cannot read.
 */
export async function readObjectFormat(
  git: FileGit,
  configFile: string,
  shown: string,
): Promise<ObjectFormat> {
  const stats = await lstat(configFile).catch(() => undefined)
  if (stats === undefined) return 'sha1'
  if (!stats.isFile() || stats.size > maximumConfigSize) throw damagedRepository(shown)
  const printed = await git.run('config', '--file', configFile, '--no-includes', '--null', '--list')
  const settings = new Map(
    printed.split('\0').map((entry) => entry.split('\n') as [string, string | undefined]),
  )
  if (Number(settings.get('core.repositoryformatversion') ?? 0) < 1) return 'sha1'
  const refStorage = settings.get('extensions.refstorage') ?? 'files'
  if (refStorage !== 'files')
    throw unsupported(shown, `refs in the format "${refStorage}"`, dirname(configFile))
  const format = settings.get('extensions.objectformat') ?? 'sha1'
  if (format !== 'sha1' && format !== 'sha256') {
    throw unsupported(shown, `objects in the format "${format}"`, dirname(configFile))
  }
  return format
}

function unsupported(shown: string, what: string, directory: string): InputError {
  return new InputError(`The repository ${shown} stores its ${what}, which is not supported.`, {
    hint: `Import a clone in git's default format: \`git clone --ref-format=files ${directory} <folder>\`.`,
  })
}

/** The configuration of a repository of ours in that format. */
export function printConfig(format: ObjectFormat): string {
  const core = (version: number) => `[core]\n\trepositoryformatversion = ${version}\n\tbare = true\n`
  return format === 'sha1' ? core(0) : `${core(1)}[extensions]\n\tobjectformat = ${format}\n`
}
