import type { Document } from '../../check/description-source.ts'
import { isObject } from '../../check/to-json-schema.ts'

/** What is kept of a description. */
export interface Kept {
  /** `GET /repos/{owner}/{repo}` */
  readonly operations: ReadonlySet<string>
  readonly webhooks: ReadonlySet<string>
  /** Names of schemas that nothing kept refers to. */
  readonly schemas: readonly string[]
}

/**
 * A vendor's description with the kept operations and webhooks, everything that they refer to, and the bare names of all other
 * paths. Prose and examples are left out.
 */
export function reduceDescription(document: Document, { operations, webhooks, schemas }: Kept): Document {
  const reduced = {
    openapi: document['openapi'],
    info: document['info'],
    ...pick(document, 'paths', (path, item) =>
      reducePath(item, (method) => operations.has(`${method} ${path}`)),
    ),
    ...pick(document, 'webhooks', (name, item) => (webhooks.has(name) ? withoutProse(item) : undefined)),
  }
  const roots = schemas.map((name) => ({ $ref: `#/components/schemas/${name}` }))
  return { ...reduced, components: collectComponents(document, [reduced, roots]) }
}

function reducePath(item: Document, isKept: (method: string) => boolean): Document {
  const methods = Object.entries(item).filter(([key]) => isKept(key.toUpperCase()))
  const shared = methods.length > 0 ? Object.entries(item).filter(([key]) => key === 'parameters') : []
  return withoutProse(Object.fromEntries([...shared, ...methods])) as Document
}

/** What `value` refers to in `components`, directly or through others. */
function collectComponents(document: Document, value: unknown): Document {
  const found = new Map<string, unknown>()
  const waiting = [value]
  for (const next of waiting) {
    for (const reference of listReferences(next).map(toComponent)) {
      if (found.has(reference)) continue
      const component = withoutProse(follow(document, reference))
      found.set(reference, component)
      waiting.push(component)
    }
  }
  const components: Record<string, Record<string, unknown>> = {}
  for (const [reference, component] of [...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = '', name = ''] = reference.split('/')
    components[kind] = { ...components[kind], [name]: component }
  }
  return components
}

/** `#/components/schemas/x/properties/y` → `#/components/schemas/x` */
function toComponent(reference: string): string {
  return reference.split('/').slice(0, 4).join('/')
}

function follow(document: Document, reference: string): unknown {
  let found: unknown = document
  for (const step of reference.slice(2).split('/')) found = isObject(found) ? found[step] : undefined
  if (found === undefined) throw new Error(`The description has no ${reference}.`)
  return found
}

function listReferences(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(listReferences)
  if (!isObject(value)) return []
  const own = typeof value['$ref'] === 'string' ? [value['$ref']] : []
  return [...own, ...Object.values(value).flatMap(listReferences)]
}

const prose = new Set(['summary', 'description', 'title', 'example', 'examples', 'externalDocs', 'tags'])

/** Without what says nothing about what is valid. Under `properties`, those words are names. */
function withoutProse(value: unknown, isNames = false): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutProse(each))
  if (!isObject(value)) return value
  const entries = Object.entries(value)
    .filter(([key]) => isNames || !(prose.has(key) || key.startsWith('x-')))
    .map(([key, each]) => [key, withoutProse(each, !isNames && key === 'properties')])
  return Object.fromEntries(entries)
}

function pick(document: Document, key: string, reduce: (name: string, item: Document) => unknown): Document {
  const items = document[key]
  if (!isObject(items)) return {}
  const entries = Object.entries(items).map(([name, item]) => [name, reduce(name, item as Document)] as const)
  return { [key]: Object.fromEntries(entries.filter(([, item]) => item !== undefined)) }
}
