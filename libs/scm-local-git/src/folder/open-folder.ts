import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { NotFoundError } from '@groundplan/errors'
import type { RepositorySnapshot } from '@groundplan/scm'
import { isDirectory } from '../clone-bare.ts'
import { createGit } from '../git.ts'
import type { RepositoryLayout } from '../repository-layout.ts'
import { GitSnapshot } from '../git-snapshot.ts'
import { shortName } from '../parse-address.ts'
import { resolveRevision } from '../resolve-revision.ts'
import { printConfig, readObjectFormat } from '../scratch/repository-format.ts'
import { scratchDirectory } from '../scratch/scratch-directory.ts'
import { damagedRepository } from '../translate-git-error.ts'
import { locateRepository, type LocatedRepository } from './locate-repository.ts'
import { readHead, readRefs } from './read-refs.ts'
import { readRegularFile } from './read-regular-file.ts'
import { requireOwnAlternates } from './require-own-alternates.ts'

/** Commits where the history of a shallow clone ends, in bytes. */
const maximumShallowBytes = 10_000_000

/**
 * Opens the repository that contains a folder and reads it in place. Git never runs in it, because its configuration can name
 * programs to run. Instead, git runs in an empty repository of ours that uses the folder's current refs and objects.
 */
export async function openFolder(
  path: string,
  ref: string | undefined,
  signal: AbortSignal | undefined,
): Promise<RepositorySnapshot> {
  if (!(await isDirectory(path))) {
    throw new NotFoundError(`Folder ${path} does not exist.`, {
      hint: 'Specify the path or URL of a git repository.',
    })
  }
  const located = await locateRepository(path)
  const { root, scope } = located
  const directory = await scratchDirectory.create()
  const close = () => rm(directory, { recursive: true, force: true })
  try {
    const layout = await fillScratch(directory, located)
    const git = createGit({ directory, layout, subject: root, signal, lane: { kind: 'reading' } })
    const revision = await resolveRevision(git, root, ref)
    return new GitSnapshot(
      { git, close },
      { name: shortName(basename(root)), address: root, scope, ...revision },
    )
  } catch (error) {
    await close()
    throw error
  }
}

async function fillScratch(
  directory: string,
  { root, gitDirectory, commonDirectory }: LocatedRepository,
): Promise<RepositoryLayout> {
  const files = { directory, layout: { gitDirectory: '/dev/null' }, lane: { kind: 'reading' } } as const
  const git = createGit({ ...files, subject: root })
  const format = await readObjectFormat(git, join(commonDirectory, 'config'), root)
  const objectDirectory = join(commonDirectory, 'objects')
  await requireOwnAlternates(objectDirectory, root)
  const head = await readHead(gitDirectory)
  if (head === undefined) throw damagedRepository(root)
  const refs = await readRefs(commonDirectory, root)
  const shallow = await readRegularFile(join(commonDirectory, 'shallow'), {
    maximumBytes: maximumShallowBytes,
  })
  await mkdir(join(directory, 'refs'))
  await mkdir(join(directory, 'objects'))
  await writeFile(join(directory, 'config'), printConfig(format))
  await writeFile(join(directory, 'HEAD'), `${head}\n`)
  await writeFile(join(directory, 'packed-refs'), [...refs].map(([name, id]) => `${id} ${name}\n`).join(''))
  const ends = shallow?.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line)) ?? []
  if (ends.length > 0) await writeFile(join(directory, 'shallow'), ends.map((id) => `${id}\n`).join(''))
  return { gitDirectory: directory, objectDirectory }
}
