import { readFlag, readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Hook } from '../model/repository.ts'
import { fail } from './errors.ts'
import { root, type RepositoryCall, writing } from './in-repository.ts'
import { replyPage } from './reply-page.ts'

const all = `${root}/webhooks`
const one = `${all}/{webhookId}`

export const hookRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: writing(list) },
  { method: 'POST', path: all, handle: writing(create) },
  { method: 'PUT', path: one, handle: writing(update) },
  { method: 'DELETE', path: one, handle: writing(remove) },
]

function list(call: RepositoryCall) {
  return replyPage(call, listHooks(call), viewHook)
}

function create({ world, repository, body }: RepositoryCall) {
  const url = readText(body, 'url')
  if (url === undefined) return fail(400, 'A URL is needed.')
  const now = world.now()
  const hook: Hook = {
    id: world.nextId(),
    host: 'bitbucket-data-center',
    name: readText(body, 'name') ?? '',
    url,
    secret: readSecret(body),
    events: readTexts(body, 'events'),
    active: readFlag(body, 'active') ?? true,
    contentType: 'json',
    createdAt: now,
    updatedAt: now,
  }
  repository.hooks.push(hook)
  // The description has 200; servers answer 201.
  return { status: 200, body: viewHook(hook) }
}

function update(call: RepositoryCall) {
  const { body } = call
  const hook = find(call)
  hook.url = readText(body, 'url') ?? hook.url
  hook.name = readText(body, 'name') ?? hook.name
  hook.secret = readSecret(body)
  hook.events = readTexts(body, 'events')
  hook.active = readFlag(body, 'active') ?? hook.active
  hook.updatedAt = call.world.now()
  return { status: 200, body: viewHook(hook) }
}

function remove(call: RepositoryCall) {
  const { hooks } = call.repository
  hooks.splice(hooks.indexOf(find(call)), 1)
  return { status: 204 }
}

function listHooks({ repository }: RepositoryCall): readonly Hook[] {
  return repository.hooks.filter(({ host }) => host === 'bitbucket-data-center')
}

function find(call: RepositoryCall): Hook {
  const hook = listHooks(call).find(({ id }) => id === Number(call.params['webhookId']))
  if (hook === undefined) throw new Refusal('not-found', { message: 'No such webhook.' })
  return hook
}

function readSecret({ configuration }: RepositoryCall['body']): string | undefined {
  const isObject = typeof configuration === 'object' && configuration !== null
  const secret = isObject && 'secret' in configuration ? configuration.secret : undefined
  return typeof secret === 'string' ? secret : undefined
}

/** `RestWebhook` as recorded: with an id and dates. */
function viewHook({ id, name, url, events, active, secret, createdAt, updatedAt }: Hook) {
  return {
    id,
    name,
    createdDate: createdAt.getTime(),
    updatedDate: updatedAt.getTime(),
    events: [...events],
    configuration: secret === undefined ? {} : { secret },
    url,
    active,
    sslVerificationRequired: true,
  }
}
