import { findCommit } from '../git/refs.ts'
import { readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Status } from '../model/repository.ts'
import { fail } from './errors.ts'
import { root, type RepositoryCall, writing } from './in-repository.ts'

export const statusRoutes: readonly Route[] = [
  { method: 'POST', path: `${root}/commits/{commitId}/builds`, handle: writing(write) },
]

const states: Readonly<Record<string, Status['state']>> = {
  INPROGRESS: 'pending',
  UNKNOWN: 'pending',
  SUCCESSFUL: 'success',
  FAILED: 'failure',
  CANCELLED: 'failure',
}

/** One with the same key takes the place of the earlier one. */
async function write({ world, repository, params, body, actor }: RepositoryCall) {
  const commit = await findCommit(repository.directory, params['commitId'] ?? '')
  if (commit === undefined)
    throw new Refusal('not-found', { message: 'No such commit.', field: 'commit.NoSuchCommitException' })
  const word = readText(body, 'state') ?? ''
  const [state, key, url] = [states[word], readText(body, 'key'), readText(body, 'url')]
  if (state === undefined || key === undefined || url === undefined)
    return fail(400, 'state, key and url are needed.')
  const now = world.now()
  const status: Status = {
    id: world.nextId(),
    commit,
    key,
    state,
    word,
    name: readText(body, 'name') ?? '',
    description: readText(body, 'description') ?? '',
    url,
    author: actor,
    createdAt: now,
    updatedAt: now,
  }
  const present = repository.statuses.findIndex((each) => each.commit === commit && each.key === key)
  if (present < 0) repository.statuses.push(status)
  else repository.statuses[present] = status
  return { status: 204 }
}
