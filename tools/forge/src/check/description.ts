import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import { isObject, schemaBase, toJsonSchema, toSchemaId } from './to-json-schema.ts'

type JsonObject = Readonly<Record<string, unknown>>

export interface Parameter {
  readonly name: string
  readonly place: string
  readonly required: boolean
  readonly schema: JsonObject
}

/** What a description says about one operation. */
export interface Operation {
  readonly parameters: readonly Parameter[]
  readonly body: { readonly required: boolean; readonly schema: unknown } | undefined
  /** Schema of the answer by status; `undefined` for one without a body. */
  readonly replies: ReadonlyMap<string, unknown>
}

/** A vendor's description: OpenAPI 3 or Swagger 2. Schemas are compiled when they are first needed. */
export class Description {
  readonly #document: JsonObject
  readonly #values = createAjv(false)
  /** Parameters come as text, so that numbers and booleans are read from it. */
  readonly #texts = createAjv(true)
  readonly #validators = new Map<unknown, ValidateFunction>()
  readonly #operations = new Map<string, Operation | undefined>()

  constructor(document: JsonObject) {
    this.#document = document
  }

  get paths(): readonly string[] {
    return Object.keys(this.#object('paths'))
  }

  findOperation(method: string, path: string): Operation | undefined {
    const key = `${method} ${path}`
    if (!this.#operations.has(key)) this.#operations.set(key, this.#readOperation(method, path))
    return this.#operations.get(key)
  }

  /** Schema of a webhook's body, by the name that it has in the description. */
  findWebhook(name: string): unknown {
    const webhook = this.#object('webhooks')[name]
    if (!isObject(webhook) || !isObject(webhook['post'])) return undefined
    return this.#contentSchema(this.#follow(webhook['post']['requestBody']))
  }

  findSchema(name: string): unknown {
    const components = this.#document['components']
    const schemas = isObject(components) ? components['schemas'] : this.#document['definitions']
    return isObject(schemas) ? schemas[name] : undefined
  }

  /** What is wrong with a value, a phrase each. */
  validate(schema: unknown, value: unknown): readonly string[] {
    const validate = this.#validator(this.#values, schema)
    return validate(value) ? [] : printErrors(validate.errors)
  }

  /** What is wrong with the text of a parameter. */
  validateText(schema: unknown, text: string): readonly string[] {
    const validate = this.#validator(this.#texts, schema)
    return validate({ value: text }) ? [] : printErrors(validate.errors)
  }

  #validator(ajv: Ajv, schema: unknown): ValidateFunction {
    const known = this.#validators.get(schema)
    if (known !== undefined) return known
    const converted = toJsonSchema(schema) as JsonObject
    this.#addReferenced(ajv, converted)
    const wrapped = ajv === this.#texts ? { type: 'object', properties: { value: converted } } : converted
    const validate = ajv.compile(wrapped)
    this.#validators.set(schema, validate)
    return validate
  }

  #addReferenced(ajv: Ajv, schema: unknown): void {
    for (const id of listReferences(schema)) {
      if (ajv.schemas[id] !== undefined || !id.startsWith(schemaBase)) continue
      const converted = toJsonSchema(this.#follow({ $ref: `#${id.slice(schemaBase.length)}` })) as JsonObject
      ajv.addSchema(converted, id)
      this.#addReferenced(ajv, converted)
    }
  }

  #readOperation(method: string, path: string): Operation | undefined {
    const item = this.#object('paths')[path]
    const operation = isObject(item) ? item[method.toLowerCase()] : undefined
    if (!isObject(item) || !isObject(operation)) return undefined
    const all = [...list(item['parameters']), ...list(operation['parameters'])].map((each) =>
      this.#follow(each),
    )
    const body = all.find((each) => each['in'] === 'body')
    const requestBody = this.#follow(operation['requestBody'])
    return {
      parameters: all.filter((each) => each !== body).map(readParameter),
      body: this.#readBody(body, requestBody),
      replies: this.#readReplies(operation['responses']),
    }
  }

  #readBody(parameter: JsonObject | undefined, requestBody: JsonObject): Operation['body'] {
    if (parameter !== undefined)
      return { required: parameter['required'] === true, schema: parameter['schema'] }
    const schema = this.#contentSchema(requestBody)
    return schema === undefined ? undefined : { required: requestBody['required'] === true, schema }
  }

  #readReplies(responses: unknown): ReadonlyMap<string, unknown> {
    const entries = Object.entries(isObject(responses) ? responses : {})
    return new Map(entries.map(([status, reply]) => [status, this.#contentSchema(this.#follow(reply))]))
  }

  /** OpenAPI 3 keeps schemas by media type, Swagger 2 in the reply itself. */
  #contentSchema(holder: JsonObject): unknown {
    const { content } = holder
    if (!isObject(content)) return holder['schema']
    const media = content['application/json'] ?? Object.values(content)[0]
    return isObject(media) ? media['schema'] : undefined
  }

  #follow(value: unknown): JsonObject {
    if (!isObject(value)) return {}
    const reference = value['$ref']
    if (typeof reference !== 'string') return value
    const steps = reference.slice(2).split('/').map(unescapePointer)
    let found: unknown = this.#document
    for (const step of steps)
      found = isObject(found) || Array.isArray(found) ? (found as JsonObject)[step] : undefined
    return this.#follow(found)
  }

  #object(key: string): JsonObject {
    const value = this.#document[key]
    return isObject(value) ? value : {}
  }
}

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    coerceTypes: coerceTypes ? 'array' : false,
    // The vendors' schemas are huge: optimizing the code takes longer than running it.
    code: { optimize: false },
  })
  formats.default(ajv)
  // Commits carry whatever their authors wrote.
  ajv.addFormat('email', true)
  return ajv
}

function readParameter(parameter: JsonObject): Parameter {
  return {
    name: String(parameter['name']),
    place: String(parameter['in']),
    required: parameter['required'] === true,
    schema: isObject(parameter['schema']) ? parameter['schema'] : parameter,
  }
}

function listReferences(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(listReferences)
  if (!isObject(schema)) return []
  const own = typeof schema['$ref'] === 'string' ? [toSchemaId(schema['$ref'])] : []
  return [...own, ...Object.values(schema).flatMap(listReferences)]
}

function printErrors(errors: readonly ErrorObject[] | null | undefined): readonly string[] {
  return (errors ?? []).map(({ instancePath, message = '', params }) => {
    const { additionalProperty, allowedValues } = params as {
      additionalProperty?: string
      allowedValues?: unknown
    }
    const detail =
      additionalProperty ?? (allowedValues === undefined ? undefined : JSON.stringify(allowedValues))
    return `${instancePath === '' ? 'it' : instancePath} ${message}${detail === undefined ? '' : ` (${detail})`}`
  })
}

function unescapePointer(step: string): string {
  return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
