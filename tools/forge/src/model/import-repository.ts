import type { NewRepository } from '../forge.ts'
import { runGit } from '../git/run-git.ts'
import { createRepository } from './create-repository.ts'
import { branchTip } from './find-in-repository.ts'
import { followRefs } from './follow-refs.ts'
import type { World } from './world.ts'

/** Makes a repository from a `git fast-import` stream; returns its head commit. */
export async function importRepository(
  world: World,
  request: NewRepository,
  stream: Uint8Array,
): Promise<string | undefined> {
  const repository = await createRepository(world, request)
  await runGit(repository.directory, ['fast-import', '--quiet', '--done'], { input: stream })
  await followRefs(world, repository, world.person('ada'))
  return branchTip(repository, repository.defaultBranch)
}
