import { describedPath, PathTable } from './path-table.ts'
import type { Description, Operation } from './description.ts'
import type { DescriptionSource } from './description-source.ts'
import { loadDescription } from './load-description.ts'

interface Place {
  readonly method: string
  /** As it was asked for. */
  readonly path: string
  /** The route's template. */
  readonly template: string | undefined
}

/** An answer of an API; the body becomes JSON. */
export interface CheckedReply {
  readonly status: number
  readonly body?: unknown
}

/** Statuses that any operation may have though descriptions do not list them everywhere. */
const general = new Set([301, 307, 400, 401, 403, 404, 406, 408, 429, 500, 502, 503, 504])

/** Compares what goes over the wire with the vendor's description, and remembers what violates it. */
export class DescriptionChecker {
  readonly #host: string
  readonly #source: DescriptionSource
  readonly #violations = new Set<string>()
  #table: Promise<PathTable<{ path: string }>> | undefined

  constructor(host: string, source: DescriptionSource) {
    this.#host = host
    this.#source = source
  }

  get violations(): readonly string[] {
    return [...this.#violations]
  }

  /** Why nothing is checked; `undefined` if it is. */
  get unchecked(): string | undefined {
    return this.#source.kind === 'none' ? `${this.#host}: ${this.#source.reason}` : undefined
  }

  note(violation: string): void {
    this.#violations.add(`${this.#host}: ${violation}`)
  }

  /** A request that the stand-in has no answer for; tells whether the vendor would. */
  async noteUnknown({ method, path }: { method: string; path: string }): Promise<void> {
    if (this.#source.kind === 'none') return this.note(`${method} ${path} is not spoken by the stand-in.`)
    this.#table ??= this.#loadTable(this.#source)
    const known = (await this.#table).find(path)
    this.note(
      known === undefined
        ? `${method} ${path} is not in the vendor's description.`
        : `${method} ${path} (${known.item.path}) is not spoken by the stand-in.`,
    )
  }

  async checkRequest(
    request: Place & {
      readonly params: Readonly<Record<string, string>>
      readonly query: URLSearchParams
      readonly body: unknown
    },
  ): Promise<void> {
    const found = await this.#operation(request)
    if (found === undefined) return
    const { operation, description } = found
    for (const [name, text] of request.query) {
      const parameter = operation.parameters.find((each) => each.place === 'query' && each.name === name)
      if (parameter === undefined)
        this.#noteRequest(request, `the query parameter "${name}" is not described`)
      else
        this.#noteAll(request, `query parameter "${name}":`, description.validateText(parameter.schema, text))
    }
    for (const parameter of operation.parameters) {
      if (parameter.place === 'query' && parameter.required && !request.query.has(parameter.name))
        this.#noteRequest(request, `the query parameter "${parameter.name}" is missing`)
    }
    this.#checkBody(request, found, request.body)
  }

  async checkReply({ reply, ...place }: Place & { readonly reply: CheckedReply }): Promise<void> {
    const found = await this.#operation(place)
    if (found === undefined) return
    const { operation, description } = found
    const status = String(reply.status)
    const key = operation.replies.has(status) ? status : 'default'
    if (!operation.replies.has(key)) return this.#checkGeneral(place, description, reply)
    const schema = operation.replies.get(key)
    const what = `reply ${status}:`
    if (schema !== undefined) this.#noteAll(place, what, description.validate(schema, reply.body))
    else if (reply.body !== undefined && reply.status < 300)
      this.note(`${print(place)}: ${what} no body is described`)
  }

  async checkWebhook(name: string | undefined, payload: unknown): Promise<void> {
    if (this.#source.kind === 'none' || this.#source.webhooks === undefined || name === undefined) return
    const description = await loadDescription(this.#source.webhooks)
    const schema = description.findWebhook(name)
    if (schema === undefined) return this.note(`the webhook ${name} is not in the vendor's description.`)
    for (const problem of description.validate(schema, payload)) this.note(`webhook ${name}: ${problem}`)
  }

  #checkBody(place: Place, { operation, description }: Found, body: unknown): void {
    if (operation.body === undefined) {
      if (body !== undefined) this.#noteRequest(place, 'a body was sent; none is described')
      return
    }
    if (body === undefined) {
      if (operation.body.required) this.#noteRequest(place, 'the body is missing')
      return
    }
    this.#noteAll(place, 'request body:', description.validate(operation.body.schema, body))
  }

  #checkGeneral(place: Place, description: Description, reply: CheckedReply): void {
    if (!general.has(reply.status))
      return this.note(`${print(place)}: reply ${reply.status} is not described`)
    const { errorSchema } = this.#source as { errorSchema?: string }
    if (errorSchema === undefined) return
    const problems = description.validate(description.findSchema(errorSchema), reply.body)
    this.#noteAll(place, `reply ${reply.status}:`, problems)
  }

  async #operation({ method, template, path }: Place): Promise<Found | undefined> {
    if (this.#source.kind === 'none' || template === undefined) return undefined
    const description = await loadDescription(this.#source.api, this.#source.amend)
    const described = `${this.#source.pathPrefix ?? ''}${describedPath(template)}`
    const operation = description.findOperation(method, described)
    if (operation !== undefined) return { operation, description }
    this.note(`${method} ${path} (${described}) is not in the vendor's description.`)
    return undefined
  }

  async #loadTable({
    api,
    amend,
  }: DescriptionSource & { kind: 'files' }): Promise<PathTable<{ path: string }>> {
    const { paths } = await loadDescription(api, amend)
    return new PathTable(paths.map((path) => ({ path })))
  }

  #noteRequest(place: Place, problem: string): void {
    this.note(`${print(place)}: ${problem}`)
  }

  #noteAll(place: Place, what: string, problems: readonly string[]): void {
    for (const problem of problems) this.note(`${print(place)}: ${what} ${problem}`)
  }
}

interface Found {
  readonly operation: Operation
  readonly description: Description
}

function print({ method, path }: Place): string {
  return `${method} ${path}`
}
