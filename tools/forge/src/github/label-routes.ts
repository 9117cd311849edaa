import { readText, readTexts } from '../http/read-body.ts'
import type { Route } from '../http/route.ts'
import { getNumbered } from '../model/find-in-repository.ts'
import { Refusal } from '../model/refusal.ts'
import { findLabel, setLabels } from '../model/set-labels.ts'
import { fail } from './errors.ts'
import { reading, readNumber, type RepositoryCall, writing } from './in-repository.ts'
import { viewLabel, viewLabels } from './label-view.ts'
import { paginate } from './paginate.ts'

const ofIssue = '/repos/{owner}/{repo}/issues/{issue_number}/labels'
const ofRepository = '/repos/{owner}/{repo}/labels'

export const labelRoutes: readonly Route[] = [
  { method: 'GET', path: ofRepository, handle: reading(listAll) },
  { method: 'POST', path: ofRepository, handle: writing(create) },
  { method: 'GET', path: `${ofRepository}/{name}`, handle: reading(get) },
  { method: 'GET', path: ofIssue, handle: reading((call) => reply(call)) },
  {
    method: 'POST',
    path: ofIssue,
    handle: writing((call) => set(call, [...find(call).labels, ...names(call)])),
  },
  { method: 'PUT', path: ofIssue, handle: writing((call) => set(call, names(call))) },
  { method: 'DELETE', path: `${ofIssue}/{name}`, handle: writing(remove) },
]

function listAll(call: RepositoryCall) {
  const { items, headers } = paginate(call, call.repository.labels)
  return { status: 200, headers, body: items.map((each) => viewLabel(each, call.repository, call.urls)) }
}

function create({ world, repository, body, urls }: RepositoryCall) {
  const name = readText(body, 'name') ?? ''
  if (name === '')
    throw new Refusal('invalid', { resource: 'Label', field: 'name', message: 'missing_field' })
  if (findLabel(repository, name) !== undefined)
    throw new Refusal('already-exists', { resource: 'Label', field: 'name' })
  const label = {
    id: world.nextId(),
    name,
    color: readText(body, 'color') ?? 'ededed',
    description: readText(body, 'description') ?? null,
  }
  repository.labels.push(label)
  return { status: 201, body: viewLabel(label, repository, urls) }
}

function get({ repository, params, urls }: RepositoryCall) {
  const label = findLabel(repository, params['name'] ?? '')
  if (label === undefined) throw new Refusal('not-found')
  return { status: 200, body: viewLabel(label, repository, urls) }
}

function set(call: RepositoryCall, labels: readonly string[]) {
  setLabels(call.world, call.repository, find(call), { labels, by: call.actor })
  return reply(call)
}

function remove(call: RepositoryCall) {
  const name = (call.params['name'] ?? '').toLowerCase()
  const { labels } = find(call)
  const left = labels.filter((each) => each.toLowerCase() !== name)
  if (left.length === labels.length) return fail(404, 'Label does not exist')
  return set(call, left)
}

function reply(call: RepositoryCall) {
  return { status: 200, body: viewLabels(find(call).labels, call.repository, call.urls) }
}

/** The body is `{"labels": […]}`, of names or of objects with a name. */
function names({ body }: RepositoryCall): readonly string[] {
  const list = Array.isArray(body['labels']) ? body['labels'] : []
  const objects = list.filter((each) => typeof each === 'object' && each !== null) as { name?: unknown }[]
  return [...readTexts(body, 'labels'), ...objects.map(({ name }) => String(name))]
}

function find(call: RepositoryCall) {
  return getNumbered(call.repository, readNumber(call, 'issue_number'))
}
