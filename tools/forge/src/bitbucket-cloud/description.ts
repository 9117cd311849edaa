import { findVendorDescription } from '../check/find-vendor-file.ts'
import type { DescriptionSource, Document } from '../check/description-source.ts'
import { isObject } from '../check/to-json-schema.ts'

/** Atlassian's document, with the bodies of requests that it lacks. */
export function findDescription(): DescriptionSource {
  return findVendorDescription('bitbucket-cloud/patched.bitbucket-cloud.openapi.json', {
    errorSchema: 'error',
    amend,
  })
}

/** What every list and every reply takes, says https://developer.atlassian.com/cloud/bitbucket/rest/intro/ but no operation. */
const general = ['fields', 'page', 'pagelen', 'q', 'sort'].map((name) => ({
  name,
  in: 'query',
  schema: { type: 'string' },
}))

/** Null in recorded replies (drone+go-scm: pr.json, statuses.json), or known to be so for an empty repository. */
const nullable = new Set(['merge_commit', 'closed_by', 'refname', 'mainbranch', 'parent'])

/** The document lacks: general parameters, nulls, the body with which a webhook is changed, and 400 and 409 of declining. */
function amend(document: Document): Document {
  const amended = allowNulls(document) as Document
  const paths = Object.entries(amended['paths'] as Record<string, Document>)
  return {
    ...amended,
    paths: Object.fromEntries(paths.map(([path, item]) => [path, amendPath(path, item)])),
  }
}

function amendPath(path: string, item: Document): Document {
  const { get, put, post } = item
  const parameters = isObject(get) && Array.isArray(get['parameters']) ? get['parameters'] : []
  return {
    ...item,
    ...(isObject(get) ? { get: { ...get, parameters: [...withoutGeneral(parameters), ...general] } } : {}),
    // Its prose has no body, but it is "during updates" that the secret may be left out.
    ...(isObject(put) && path.endsWith('/hooks/{uid}') ? { put: { ...put, requestBody: hookBody } } : {}),
    ...(isObject(post) ? { post } : {}),
  }
}

const hookBody = {
  content: { 'application/json': { schema: { type: 'object', required: ['url', 'events'] } } },
}

function withoutGeneral(parameters: readonly unknown[]): readonly unknown[] {
  const names = general.map(({ name }) => name)
  return parameters.filter((each) => !(isObject(each) && names.includes(String(each['name']))))
}

function allowNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allowNulls)
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, inner]) => {
    const allowed = allowNulls(inner)
    return [key, key === 'properties' && isObject(allowed) ? allowNullsOf(allowed) : allowed] as const
  })
  return Object.fromEntries(entries)
}

function allowNullsOf(properties: Document): Document {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      nullable.has(name) && isObject(schema) ? { ...schema, nullable: true } : schema,
    ]),
  )
}
