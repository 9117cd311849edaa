import type { Outgoing } from './exchange.ts'

/** An answer of an API; the body becomes JSON. */
export interface ApiReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export function printReply({ status, headers = {}, body }: ApiReply): Outgoing {
  const text = body === undefined ? '' : JSON.stringify(body)
  return {
    status,
    headers: { ...headers, 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(text),
  }
}
