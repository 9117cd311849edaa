import { createHmac } from 'node:crypto'
import { ExternalServiceError } from '@groundplan/errors'
import type { AuditRecord, EventSink } from '@groundplan/events'
import { createHttpFetch, type HttpFetch, type Network } from '@groundplan/http'

export interface WebhookSinkOptions {
  readonly url: string
  /** Secrets of the form `whsec_<base64>`; each signs, so that one can replace the other. */
  readonly secrets: readonly string[]
  readonly now: () => Date
  readonly network?: Network | undefined
}

/** Of the receiver's answer, of which only the status counts, in bytes. */
const longestReply = 100_000
const timeout = 10_000

/**
 * Posts each event by itself, signed as Standard Webhooks does:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export class WebhookSink implements EventSink {
  readonly name = 'webhook'
  readonly #options: WebhookSinkOptions
  readonly #fetch: HttpFetch

  constructor(options: WebhookSinkOptions) {
    const { url, network } = options
    this.#options = options
    // The delivery is tried again as a whole.
    this.#fetch = createHttpFetch({
      ...{ service: 'The webhook of the audit log', origins: [new URL(url).origin], network },
      ...{ timeout, retries: 0, maximumWait: 0, maximumReply: longestReply },
    })
  }

  async *send(records: readonly AuditRecord[], signal: AbortSignal): AsyncGenerator<number, void> {
    for (const record of records) {
      await this.#post(record, signal)
      yield record.sequence
    }
  }

  async #post(record: AuditRecord, signal: AbortSignal): Promise<void> {
    const body = JSON.stringify({ type: record.action, timestamp: record.time, data: record })
    // The same for each attempt, so that receivers can tell that they know it.
    const id = `evt_${record.hash}`
    const timestamp = String(Math.floor(this.#options.now().getTime() / 1000))
    const signed = `${id}.${timestamp}.${body}`
    const signatures = this.#options.secrets.map((secret) => `v1,${sign(secret, signed)}`)
    const headers = {
      ...{ 'content-type': 'application/json', 'user-agent': 'Groundplan', 'webhook-id': id },
      ...{ 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') },
    }
    const { url } = this.#options
    const { ok, status } = await this.#fetch(url, { method: 'POST', headers, body, signal })
    if (ok) return
    throw new ExternalServiceError(`The webhook of the audit log answered with ${status}.`, {
      ...{ service: 'webhook', status, retryable: true },
      hint: 'Check GROUNDPLAN_AUDIT_WEBHOOK_URL and the log of the receiver.',
    })
  }
}

const form = /^whsec_([A-Za-z0-9+/]+={0,2})$/

/** True for `whsec_` and the base64 of 24 to 64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const { length } = keyOf(text)
  return length >= 24 && length <= 64
}

function sign(secret: string, text: string): string {
  return createHmac('sha256', keyOf(secret)).update(text).digest('base64')
}

function keyOf(secret: string): Buffer {
  return Buffer.from(form.exec(secret)?.[1] ?? '', 'base64')
}
