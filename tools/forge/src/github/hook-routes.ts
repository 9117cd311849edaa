import { readFlag, readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Hook } from '../model/repository.ts'
import { viewDelivery, viewFullDelivery, viewHook } from './hook-view.ts'
import { invalid } from './errors.ts'
import { readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { paginate } from './paginate.ts'

const all = '/repos/{owner}/{repo}/hooks'
const one = '/repos/{owner}/{repo}/hooks/{hook_id}'

/** Webhooks need the right to administer the repository, which comes with writing here. */
export const hookRoutes: readonly Route[] = [
  { method: 'GET', path: all, handle: writing(list) },
  { method: 'POST', path: all, handle: writing(create) },
  { method: 'GET', path: one, handle: writing((call) => reply(call, 200)) },
  { method: 'PATCH', path: one, handle: writing(update) },
  { method: 'DELETE', path: one, handle: writing(remove) },
  { method: 'POST', path: `${one}/pings`, handle: writing(ping) },
  { method: 'GET', path: `${one}/deliveries`, handle: writing(listDeliveries) },
  { method: 'GET', path: `${one}/deliveries/{delivery_id}`, handle: writing(getDelivery) },
  { method: 'POST', path: `${one}/deliveries/{delivery_id}/attempts`, handle: writing(redeliver) },
]

function list(call: RepositoryCall) {
  const hooks = call.repository.hooks.filter(({ host }) => host === 'github')
  const { items, headers } = paginate(call, hooks)
  return { status: 200, headers, body: items.map((each) => viewHook(each, call.repository, call.urls)) }
}

function create(call: RepositoryCall) {
  const { world, repository, body, urls, actor } = call
  const config = readConfig(body)
  const url = readText(config, 'url')
  if (url === undefined)
    return invalid({ resource: 'Hook', code: 'custom', message: 'Config must contain URL for webhooks' })
  if (repository.hooks.some((hook) => hook.host === 'github' && hook.url === url))
    return invalid({ resource: 'Hook', code: 'custom', message: 'Hook already exists on this repository' })
  const now = world.now()
  const hook: Hook = {
    id: world.nextId(),
    host: 'github',
    name: 'web',
    url,
    secret: readText(config, 'secret'),
    events: Array.isArray(body['events']) ? readTexts(body, 'events') : ['push'],
    active: readFlag(body, 'active') ?? true,
    contentType: readText(config, 'content_type') === 'json' ? 'json' : 'form',
    createdAt: now,
    updatedAt: now,
  }
  repository.hooks.push(hook)
  world.emit({ kind: 'ping', repository, by: actor, hook })
  return { status: 201, body: viewHook(hook, repository, urls) }
}

function update(call: RepositoryCall) {
  const { body } = call
  const hook = find(call)
  const config = readConfig(body)
  hook.url = readText(config, 'url') ?? hook.url
  // A config without a secret takes the secret away.
  if (body['config'] !== undefined) hook.secret = readText(config, 'secret')
  if (readText(config, 'content_type') !== undefined)
    hook.contentType = readText(config, 'content_type') === 'json' ? 'json' : 'form'
  if (Array.isArray(body['events'])) hook.events = readTexts(body, 'events')
  hook.active = readFlag(body, 'active') ?? hook.active
  hook.updatedAt = call.world.now()
  return reply(call, 200)
}

function remove(call: RepositoryCall) {
  const { hooks } = call.repository
  hooks.splice(hooks.indexOf(find(call)), 1)
  return { status: 204 }
}

function ping(call: RepositoryCall) {
  call.world.emit({ kind: 'ping', repository: call.repository, by: call.actor, hook: find(call) })
  return { status: 204 }
}

function listDeliveries(call: RepositoryCall) {
  const { items, headers } = paginate(call, deliveries(call).toReversed())
  return { status: 200, headers, body: items.map(viewDelivery) }
}

function getDelivery(call: RepositoryCall) {
  return { status: 200, body: viewFullDelivery(findDelivery(call)) }
}

function redeliver(call: RepositoryCall) {
  call.webhooks.redeliver(findDelivery(call).id)
  return { status: 202, body: {} }
}

function reply(call: RepositoryCall, status: number) {
  return { status, body: viewHook(find(call), call.repository, call.urls) }
}

function find(call: RepositoryCall): Hook {
  const id = readNumber(call, 'hook_id')
  const hook = call.repository.hooks.find((each) => each.host === 'github' && each.id === id)
  if (hook === undefined) throw new Refusal('not-found')
  return hook
}

function deliveries(call: RepositoryCall) {
  const { id } = find(call)
  return call.webhooks.deliveries.filter(({ hookId }) => hookId === id)
}

function findDelivery(call: RepositoryCall) {
  const delivery = deliveries(call).find(({ id }) => id === readNumber(call, 'delivery_id'))
  if (delivery === undefined) throw new Refusal('not-found')
  return delivery
}

function readConfig(body: RepositoryCall['body']): RepositoryCall['body'] {
  const { config } = body
  return typeof config === 'object' && config !== null ? (config as RepositoryCall['body']) : {}
}
