import { join } from 'node:path'
import { createBareRepository } from '../git/create-bare-repository.ts'
import { Refusal } from './refusal.ts'
import type { Repository } from './repository.ts'
import type { World } from './world.ts'
import type { NewRepository } from './new-repository.ts'

/** Adds an empty repository. */
export async function createRepository(world: World, request: NewRepository): Promise<Repository> {
  if (world.findRepository(request.owner, request.name) !== undefined) throw new Refusal('already-exists')
  const id = world.nextId()
  const now = world.now()
  const repository: Repository = {
    id,
    owner: request.owner,
    name: request.name,
    formerNames: [],
    directory: join(world.directory, `${id}.git`),
    defaultBranch: request.defaultBranch ?? 'main',
    description: request.description ?? '',
    archived: request.archived ?? false,
    fork: request.fork ?? false,
    topics: request.topics ?? [],
    language: request.language,
    hasIssues: true,
    defaultReviewers: [],
    protected: request.protected ?? [],
    access: 'write',
    refs: new Map(),
    createdAt: now,
    updatedAt: now,
    pushedAt: now,
    numbers: 0,
    commits: 0,
    pullRequests: [],
    issues: [],
    labels: [],
    statuses: [],
    hooks: [],
  }
  world.repositories.push(repository)
  await createBareRepository(repository.directory, {
    defaultBranch: repository.defaultBranch,
    protectedBranches: repository.protected,
    rules: request.rules,
  })
  return repository
}
