import { findCommit } from '../git/refs.ts'
import { readText } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Status } from '../model/repository.ts'
import { fail } from './errors.ts'
import { printTime } from './identifiers.ts'
import { root, type RepositoryCall, writing } from './in-repository.ts'

export const statusRoutes: readonly Route[] = [
  { method: 'POST', path: `${root}/commit/{commit}/statuses/build`, handle: writing(write) },
]

const states: Readonly<Record<string, Status['state']>> = {
  INPROGRESS: 'pending',
  SUCCESSFUL: 'success',
  FAILED: 'failure',
  STOPPED: 'failure',
}

/** "If the specified key already exists, the existing status object will be overwritten." */
async function write({ world, repository, params, body, actor }: RepositoryCall) {
  const commit = await findCommit(repository.directory, params['commit'] ?? '')
  if (commit === undefined) throw new Refusal('not-found', { message: 'Commit not found' })
  const word = readText(body, 'state') ?? ''
  const state = states[word]
  const key = readText(body, 'key') ?? ''
  const url = readText(body, 'url')
  if (state === undefined || key === '' || key.length > 40) return fail(400, 'Bad request: state, key')
  // The description does not demand it; the host does.
  if (url === undefined) return fail(400, 'Bad request: url is required')
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
  return { status: 201, body: viewStatus(status) }
}

/** `commitstatus` of Bitbucket's description, with the null of recorded ones. */
function viewStatus({ key, word, name, description, url, createdAt, updatedAt }: Status) {
  return {
    type: 'build',
    key,
    state: word,
    name,
    description,
    url,
    refname: null,
    created_on: printTime(createdAt),
    updated_on: printTime(updatedAt),
  }
}
