import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A version of a secret as the KV secrets engine has it. */
export interface VaultVersion {
  readonly data: Readonly<Record<string, unknown>>
  readonly state?: 'deleted' | 'destroyed'
}

export interface VaultSecret {
  readonly versions: readonly VaultVersion[]
  readonly metadata?: Readonly<Record<string, string>>
}

/** A token with the paths that its policy lets it read. */
interface VaultToken {
  readonly reads: readonly string[]
}

export interface VaultServer {
  readonly address: string
  /** Requests that were answered, `GET kv/data/github 200`. */
  readonly requests: string[]
  /** By path without `data`, such as `kv/github`. */
  readonly secrets: Map<string, VaultSecret>
  /** The valid tokens. */
  readonly tokens: Map<string, VaultToken>
  /** Logins by path and body, with what they allow. */
  readonly logins: Map<string, VaultToken>
  /** Everything is in this namespace; none if empty. */
  namespace: string
  sealed: boolean
  initialized: boolean
  /** Lease of the tokens that logins give, in seconds. */
  lease: number
  close(): Promise<void>
}

/**
 * Stands in for HashiCorp Vault with what is published of its API: https://developer.hashicorp.com/vault/api-docs (version 2 of the KV
 * secrets engine; login with AppRole, JWT and Kubernetes; namespaces; errors). What it does not know is 404 with an empty list of errors.
 */
export async function startVault(): Promise<VaultServer> {
  const vault: Omit<VaultServer, 'address' | 'close'> = {
    ...{ requests: [], secrets: new Map(), tokens: new Map(), logins: new Map() },
    ...{ namespace: '', sealed: false, initialized: true, lease: 3600 },
  }
  const server = createServer((request, response) => {
    void answer(request, vault).then(({ status, body }) => {
      vault.requests.push(`${request.method} ${(request.url ?? '').replace(/^\/v1\//, '')} ${status}`)
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      response.end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(vault, {
    address: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

type Vault = Omit<VaultServer, 'address' | 'close'>

interface Answer {
  readonly status: number
  readonly body: unknown
}

const fail = (status: number, ...errors: readonly string[]): Answer => ({ status, body: { errors } })

async function answer(request: IncomingMessage, vault: Vault): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (!url.pathname.startsWith('/v1/')) return fail(404)
  const path = decodeURIComponent(url.pathname.slice('/v1/'.length))
  if (!vault.initialized) return fail(501, 'Vault is not initialized')
  if (vault.sealed) return fail(503, 'Vault is sealed')
  const namespace = String(request.headers['x-vault-namespace'] ?? '').replace(/\/+$/, '')
  if (path.startsWith('auth/') && path.endsWith('/login'))
    return request.method === 'POST' ? logIn(path, namespace, await text(request), vault) : fail(405)
  const token = vault.tokens.get(String(request.headers['x-vault-token'] ?? ''))
  // Whether a path exists, only those learn who may read it.
  if (token === undefined || namespace !== vault.namespace || !token.reads.includes(path))
    return fail(403, '1 error occurred:\n\t* permission denied\n\n')
  if (request.method !== 'GET') return fail(405)
  return readVersion(path, url.searchParams.get('version'), vault)
}

function logIn(path: string, namespace: string, body: string, vault: Vault): Answer {
  const given = JSON.stringify(Object.entries(JSON.parse(body) as object).toSorted())
  const mounts = [...vault.logins.keys()].map((key) => key.split(' ')[0])
  if (!mounts.includes(path) || namespace !== vault.namespace)
    return fail(404, 'no handler for route "' + path + '".')
  const allowed = vault.logins.get(`${path} ${given}`)
  if (allowed === undefined)
    return fail(400, path.includes('approle') ? 'invalid role or secret ID' : 'error validating token')
  const token = `hvs.${randomUUID()}`
  vault.tokens.set(token, allowed)
  const auth = {
    client_token: token,
    accessor: randomUUID(),
    policies: ['default'],
    token_policies: ['default'],
  }
  const login = {
    ...auth,
    metadata: null,
    lease_duration: vault.lease,
    renewable: true,
    entity_id: '',
    token_type: 'service',
  }
  return envelope({ auth: login, data: null })
}

/** Adds a login that succeeds with exactly this body. */
export function allowLogin(
  { logins }: VaultServer,
  { path, body, reads }: { readonly path: string; readonly body: object; readonly reads: readonly string[] },
): void {
  logins.set(`${path} ${JSON.stringify(Object.entries(body).toSorted())}`, { reads })
}

function readVersion(path: string, wanted: string | null, { secrets }: Vault): Answer {
  const [mount = '', ...rest] = path.split('/data/')
  const secret = secrets.get(`${mount}/${rest.join('/data/')}`)
  const number = wanted === null || wanted === '0' ? (secret?.versions.length ?? 0) : Number(wanted)
  if (!Number.isInteger(number))
    return fail(400, `Field validation failed: error converting input ${wanted} for field "version"`)
  const version = secret?.versions[number - 1]
  if (version === undefined) return fail(404)
  const { data, state } = version
  const metadata = {
    created_time: '2026-01-02T03:04:05.678901234Z',
    custom_metadata: secret?.metadata ?? null,
    deletion_time: state === 'deleted' ? '2026-01-03T03:04:05.678901234Z' : '',
    destroyed: state === 'destroyed',
    version: number,
  }
  // A version that is gone is 404, and has its metadata all the same.
  if (state !== undefined) return { ...envelope({ data: { data: null, metadata }, auth: null }), status: 404 }
  return envelope({ data: { data, metadata }, auth: null })
}

function envelope(content: object): Answer {
  const lease = { request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0 }
  return { status: 200, body: { ...lease, wrap_info: null, warnings: null, mount_type: 'kv', ...content } }
}
