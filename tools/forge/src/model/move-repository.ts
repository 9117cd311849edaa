import { rm } from 'node:fs/promises'
import type { Account } from './account.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

/** Gives a repository another name; the old one leads there until another repository takes it. */
export function renameRepository(world: World, repository: Repository, newName: string, by: Account): void {
  if (world.findRepository(repository.owner, newName) !== undefined) throw new Refusal('already-exists')
  const formerName = `${repository.owner}/${repository.name}`
  repository.formerNames.push(formerName.toLowerCase())
  repository.name = newName
  touch(world, repository)
  world.emit({ kind: 'repository', action: 'renamed', repository, by, formerName })
}

export function deleteRepository(world: World, repository: Repository, by: Account): Promise<void> {
  return world.exclusively(repository, async () => {
    world.repositories.splice(world.repositories.indexOf(repository), 1)
    world.emit({ kind: 'repository', action: 'deleted', repository, by, formerName: '' })
    await rm(repository.directory, { recursive: true, force: true })
  })
}
