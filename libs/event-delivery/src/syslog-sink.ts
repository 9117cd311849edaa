import { connect, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { errorMessage, ExternalServiceError } from '@groundplan/errors'
import type { AuditRecord, EventSink } from '@groundplan/events'

export interface SyslogSinkOptions {
  readonly host: string
  readonly port: number
  /** False: without encryption. */
  readonly tls: boolean
  /** Certificate authorities to trust, in PEM format; those of Node.js if absent. */
  readonly authorities?: readonly string[] | undefined
  /** How long the receiver may be silent, in milliseconds; 10 seconds if absent. */
  readonly timeout?: number | undefined
}

/** Facility 13, "log audit", with the severities warning and informational: RFC 5424, section 6.2.1. */
const facility = 13
const severities = { refused: 4, done: 6 } as const

/**
 * Sends events as messages of RFC 5424 with octet counting (RFC 6587, 3.4.1) over TCP or TLS (RFC 5425). Syslog confirms nothing: a
 * connection carries one batch, and the batch counts as delivered once the receiver has closed the connection after its end.
 */
export class SyslogSink implements EventSink {
  readonly name = 'syslog'
  readonly #options: SyslogSinkOptions

  constructor(options: SyslogSinkOptions) {
    this.#options = options
  }

  async *send(records: readonly AuditRecord[], signal: AbortSignal): AsyncGenerator<number, void> {
    const last = records.at(-1)
    if (last === undefined) return
    await this.#deliver(Buffer.concat(records.map(toFrame)), signal)
    yield last.sequence
  }

  async #deliver(frames: Buffer, signal: AbortSignal): Promise<void> {
    const { host, port } = this.#options
    const where = `The syslog receiver ${host}:${port}`
    const socket = this.#connect()
    const abort = () => socket.destroy(new Error('the server is stopping'))
    signal.addEventListener('abort', abort, { once: true })
    try {
      await sendAll(socket, frames)
    } catch (cause) {
      throw new ExternalServiceError(`${where} did not take the events: ${errorMessage(cause)}.`, {
        ...{ service: 'syslog', retryable: true, cause },
        hint: 'Check GROUNDPLAN_AUDIT_SYSLOG, and that the receiver accepts RFC 5424 with octet counting.',
      })
    } finally {
      signal.removeEventListener('abort', abort)
      socket.destroy()
    }
  }

  #connect(): Socket {
    const { host, port, tls, authorities, timeout = 10_000 } = this.#options
    const ca = authorities === undefined ? {} : { ca: [...authorities] }
    const socket = tls ? connectTls({ host, port, servername: host, ...ca }) : connect({ host, port })
    return socket.setTimeout(timeout, () => socket.destroy(new Error('no answer in time')))
  }
}

/** Resolves once the receiver has closed the connection after everything was sent. */
function sendAll(socket: Socket, frames: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let isSent = false
    socket.once('error', reject)
    socket.once('close', () =>
      isSent ? resolve() : reject(new Error('the connection was closed before everything was sent')),
    )
    // A receiver that answers has nothing to say.
    socket.resume()
    socket.end(frames, () => (isSent = true))
  })
}

/** `<length> <priority>1 <time> <host> groundplan - <action> - <JSON>`; RFC 5424, section 6. */
function toFrame(record: AuditRecord): Buffer {
  const severity = record.action.startsWith('access.') ? severities.refused : severities.done
  const header = [
    `<${facility * 8 + severity}>1`,
    ...[record.time, printable(hostname(), 255), 'groundplan', '-', printable(record.action, 32), '-'],
  ].join(' ')
  const message = Buffer.from(`${header} ${asciiJson(record)}`)
  return Buffer.concat([Buffer.from(`${message.length} `), message])
}

/** What a header field may contain: printable ASCII without spaces. */
function printable(text: string, length: number): string {
  return text.replace(/[^!-~]/g, '').slice(0, length) || '-'
}

/** JSON in ASCII: a message in UTF-8 would have to begin with a byte order mark, which JSON parsers refuse. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
