import { ExternalServiceError } from '@groundplan/errors'
import { createHttpFetch, type HttpFetch, type Network } from '@groundplan/http'
import { z } from 'zod'
import type { VaultAccess } from './vault-access.ts'

export const service = 'Vault'

/** Every failure has this shape: https://developer.hashicorp.com/vault/api-docs#error-response. */
const Failure = z.object({ errors: z.array(z.string()) })

/** An answer of Vault: its status, its JSON and, if it is a failure, what it says. */
export interface VaultAnswer {
  readonly status: number
  readonly body: unknown
  readonly errors: readonly string[]
}

export interface VaultRequest {
  /** After `/v1/`, without escapes. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly token?: string | undefined
  /** Makes it a POST. */
  readonly body?: Readonly<Record<string, string>> | undefined
}

export type SendToVault = (request: VaultRequest) => Promise<VaultAnswer>

/** Sends requests to one Vault and nowhere else, within 10 seconds each and with one retry. Throws ExternalServiceError. */
export function createVaultClient(
  { address, namespace }: Pick<VaultAccess, 'address' | 'namespace'>,
  network?: Network,
): SendToVault {
  const base = address.replace(/\/+$/, '')
  const fetch: HttpFetch = createHttpFetch({
    ...{ service, network, origins: [new URL(base).origin] },
    ...{ timeout: 10_000, retries: 1, maximumWait: 3000, maximumReply: 1_000_000 },
  })
  return async ({ path, query = {}, token, body }) => {
    const url = new URL(`${base}/v1/${path.split('/').map(encodeURIComponent).join('/')}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    const response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'X-Vault-Request': 'true',
        ...(namespace === undefined ? {} : { 'X-Vault-Namespace': namespace }),
        ...(token === undefined ? {} : { 'X-Vault-Token': token }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return readAnswer(response)
  }
}

async function readAnswer(response: Response): Promise<VaultAnswer> {
  const { status } = response
  const text = await response.text()
  const body = parseJson(text)
  if (body === undefined && status < 400) {
    throw new ExternalServiceError(`Vault returned status ${status} without JSON.`, {
      ...{ service, status, hint: 'Check GROUNDPLAN_VAULT_ADDR: it must be the address of Vault itself.' },
    })
  }
  const { data } = Failure.safeParse(body)
  return { status, body, errors: data?.errors ?? [] }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
