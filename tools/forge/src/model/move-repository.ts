import { rm } from 'node:fs/promises'
import type { Account } from './account.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

/** Gives a repository another name; the old one leads there until another repository takes it. */
export function renameRepository(world: World, repository: Repository, newName: string, by: Account): void {
  const formerName = move(world, repository, { owner: repository.owner, name: newName })
  world.emit({ kind: 'repository', action: 'renamed', repository, by, formerName })
}

/** Gives a repository to another owner. Its id, its pull requests and its hooks stay; no webhook tells. */
export function transferRepository(world: World, repository: Repository, newOwner: string): void {
  move(world, repository, { owner: newOwner, name: repository.name })
}

function move(
  world: World,
  repository: Repository,
  { owner, name }: Pick<Repository, 'owner' | 'name'>,
): string {
  if (world.findRepository(owner, name) !== undefined) throw new Refusal('already-exists')
  const formerName = `${repository.owner}/${repository.name}`
  repository.formerNames.push(formerName.toLowerCase())
  repository.owner = owner
  repository.name = name
  touch(world, repository)
  return formerName
}

export function deleteRepository(world: World, repository: Repository, by: Account): Promise<void> {
  return world.exclusively(repository, async () => {
    world.repositories.splice(world.repositories.indexOf(repository), 1)
    world.emit({ kind: 'repository', action: 'deleted', repository, by, formerName: '' })
    await rm(repository.directory, { recursive: true, force: true })
  })
}
