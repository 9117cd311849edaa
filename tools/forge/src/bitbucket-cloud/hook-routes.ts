import { readFlag, readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Hook } from '../model/repository.ts'
import { fail } from './errors.ts'
import { printTime, toUuid } from './identifiers.ts'
import { root, type RepositoryCall, writing } from './in-repository.ts'
import { replyPage } from './reply-page.ts'

const all = `${root}/hooks`
const one = `${all}/{uid}`

export const hookRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: writing(list) },
  { method: 'POST', path: all, handle: writing(create) },
  { method: 'PUT', path: one, handle: writing(update) },
  { method: 'DELETE', path: one, handle: writing(remove) },
]

function list(call: RepositoryCall) {
  return replyPage(call, listHooks(call), { view: viewHook })
}

function create({ world, repository, body }: RepositoryCall) {
  const url = readText(body, 'url')
  const events = readTexts(body, 'events')
  if (url === undefined || events.length === 0) return fail(400, 'Bad request: url, events')
  const now = world.now()
  const hook: Hook = {
    id: world.nextId(),
    host: 'bitbucket-cloud',
    name: readText(body, 'description') ?? '',
    url,
    secret: readText(body, 'secret'),
    events,
    active: readFlag(body, 'active') ?? true,
    contentType: 'json',
    createdAt: now,
    updatedAt: now,
  }
  repository.hooks.push(hook)
  return { status: 201, body: viewHook(hook) }
}

/** "Leaving out the secret field during updates will leave the secret unchanged." */
function update(call: RepositoryCall) {
  const hook = find(call)
  hook.url = readText(call.body, 'url') ?? hook.url
  hook.secret = readText(call.body, 'secret') ?? hook.secret
  hook.events = 'events' in call.body ? readTexts(call.body, 'events') : hook.events
  hook.active = readFlag(call.body, 'active') ?? hook.active
  hook.updatedAt = call.world.now()
  return { status: 200, body: viewHook(hook) }
}

function remove(call: RepositoryCall) {
  const { hooks } = call.repository
  hooks.splice(hooks.indexOf(find(call)), 1)
  return { status: 204 }
}

function listHooks({ repository }: RepositoryCall): readonly Hook[] {
  return repository.hooks.filter(({ host }) => host === 'bitbucket-cloud')
}

function find(call: RepositoryCall): Hook {
  const hook = listHooks(call).find(({ id }) => hookUuid(id) === call.params['uid'])
  if (hook === undefined) throw new Refusal('not-found', { message: 'No such webhook' })
  return hook
}

export function hookUuid(id: number): string {
  return toUuid(`hook ${id}`)
}

/** `webhook_subscription` of Bitbucket's description; never with the secret. */
function viewHook({ id, url, name, events, active, secret, createdAt }: Hook) {
  return {
    type: 'webhook_subscription',
    uuid: hookUuid(id),
    url,
    description: name,
    subject_type: 'repository',
    active,
    events: [...events],
    secret_set: secret !== undefined,
    created_at: printTime(createdAt),
  }
}
