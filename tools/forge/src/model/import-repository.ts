import { runGit } from '../git/run-git.ts'
import { createRepository } from './create-repository.ts'
import { branchTip } from './find-in-repository.ts'
import { followRefs } from './follow-refs.ts'
import type { World } from './world.ts'
import type { ImportSource, NewRepository } from './new-repository.ts'

/** Makes a repository from a history that is there already; returns its head commit. */
export async function importRepository(
  world: World,
  request: NewRepository,
  source: ImportSource,
): Promise<string | undefined> {
  const repository = await createRepository(world, request)
  const { directory } = repository
  if ('stream' in source)
    // One pack rather than hundreds of loose objects.
    await runGit(directory, ['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet', '--done'], {
      input: source.stream,
    })
  else await runGit(directory, ['fetch', '--quiet', source.directory, '+refs/*:refs/*'])
  await followRefs(world, repository, world.person('ada'))
  return branchTip(repository, repository.defaultBranch)
}
