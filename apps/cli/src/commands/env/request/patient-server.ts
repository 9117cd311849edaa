import { setTimeout as delay } from 'node:timers/promises'
import type { ApiClient } from '@groundplan/api-client'
import { CancelledError } from '@groundplan/errors'
import { TRPCClientError } from '@trpc/client'
import type { CommandContext } from '../../../command-context.ts'
import { connectToRunning, type Connection } from '../../../server/connect.ts'

/** How long a server may be away, in milliseconds: longer than any update of it takes. */
const patience = 600_000

/** Milliseconds between two attempts. */
const pause = 1000

interface PatientServerOptions {
  readonly signal: AbortSignal
  readonly onNote: (text: string) => void
  /** Finds it again where it may have got another address; `undefined` while there is none. */
  readonly reconnect: () => Promise<ApiClient | undefined>
}

/** A server that may be away for a while, such as while it is updated: questions are asked again until it answers. */
export class PatientServer {
  #client: ApiClient
  readonly #options: PatientServerOptions

  constructor(client: ApiClient, options: PatientServerOptions) {
    this.#client = client
    this.#options = options
  }

  /** Changes when the server comes back. */
  get client(): ApiClient {
    return this.#client
  }

  /** Asks something that changes nothing. Throws what the server answers, and CancelledError after Ctrl-C. */
  async ask<Answer>(question: (client: ApiClient) => Promise<Answer>): Promise<Answer> {
    const { signal, onNote } = this.#options
    let silentSince: number | undefined
    for (;;) {
      if (signal.aborted) throw new CancelledError()
      try {
        const answer = await question(this.#client)
        if (silentSince !== undefined) onNote('Reconnected to the server.')
        return answer
      } catch (error) {
        if (!isAway(error)) throw error
        if (silentSince === undefined) onNote('The server is not responding. Retrying…')
        silentSince ??= Date.now()
        if (Date.now() - silentSince > patience) throw error
        await this.#lookAgain()
      }
    }
  }

  async #lookAgain(): Promise<void> {
    const { signal, reconnect } = this.#options
    await delay(pause, undefined, { signal }).catch(() => {})
    this.#client = (await reconnect().catch(() => undefined)) ?? this.#client
  }
}

/** The server of a command, which may come back at another address if it is local. */
export function patientServer(
  { client }: Connection,
  { terminal, signal, config }: CommandContext,
): PatientServer {
  const onNote = (text: string) => terminal.note(text)
  return new PatientServer(client, {
    ...{ signal, onNote },
    reconnect: async () => (await connectToRunning(config))?.client,
  })
}

const away = new Set(['SERVICE_UNAVAILABLE', 'BAD_GATEWAY', 'GATEWAY_TIMEOUT'])

/** True where nothing answers, or something that is no server of ours, or a server that says that it cannot right now. */
function isAway(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false
  const { code } = (error.data ?? {}) as { readonly code?: string }
  return code === undefined || away.has(code)
}
