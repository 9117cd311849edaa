import { findVendorDescription } from '../check/find-vendor-file.ts'
import type { DescriptionSource, Document } from '../check/description-source.ts'
import { isObject } from '../check/to-json-schema.ts'

/** Atlassian's description of 10.3 as others have rebuilt it. */
export function findDescription(): DescriptionSource {
  return findVendorDescription('bitbucket-dc/bitbucket-dc-10.3.rebuilt.openapi.json', { amend })
}

/**
 * What the description says wrong: requests need not have what only replies have of branches and users (its own prose, and all
 * clients, send the id or the name); where a list is a page, it is so for webhooks too, as recorded; `context` is null in recorded
 * errors.
 */
function amend(document: Document): Document {
  const paths = Object.entries(document['paths'] as Record<string, Document>)
  return {
    ...document,
    paths: Object.fromEntries(paths.map(([path, item]) => [path, amendPath(path, item)])),
    components: allowNullContexts(document['components']),
  }
}

function amendPath(path: string, item: Document): Document {
  const entries = Object.entries(item).map(([method, operation]) => {
    if (!isObject(operation)) return [method, operation] as const
    const amended = {
      ...operation,
      responses: allowNullContexts(operation['responses']),
      ...(operation['requestBody'] === undefined
        ? {}
        : { requestBody: demandNothing(operation['requestBody']) }),
    }
    const isWebhookList = method === 'get' && path.endsWith('/webhooks')
    return [method, isWebhookList ? { ...amended, ...asPage(operation) } : amended] as const
  })
  return Object.fromEntries(entries)
}

function asPage(operation: Document): Document {
  const parameters = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  const paging = ['start', 'limit'].map((name) => ({ name, in: 'query', schema: { type: 'number' } }))
  const values = { type: 'array', items: { type: 'object', required: ['id', 'url', 'events'] } }
  const schema = { type: 'object', properties: { values, isLastPage: { type: 'boolean' } } }
  return {
    parameters: [...parameters, ...paging],
    responses: { 200: { content: { 'application/json': { schema } } } },
  }
}

function demandNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(demandNothing)
  if (!isObject(value)) return value
  const entries = Object.entries(value).filter(
    ([key, inner]) => !(key === 'required' && Array.isArray(inner)),
  )
  return Object.fromEntries(entries.map(([key, inner]) => [key, demandNothing(inner)]))
}

function allowNullContexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allowNullContexts)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => {
    const allowed = allowNullContexts(inner)
    return [key, key === 'context' && isObject(allowed) ? { ...allowed, nullable: true } : allowed] as const
  })
  return Object.fromEntries(entries)
}
