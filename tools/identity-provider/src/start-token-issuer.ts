import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as jose from 'jose'

/** An issuer of tokens for programs, as GitHub Actions is one: it publishes its keys, and gives jobs tokens for an audience. */
export interface TokenIssuer {
  /** Without a slash at the end. */
  readonly url: string
  /** Where a job gets tokens, and with what; as GitHub's runner says in ACTIONS_ID_TOKEN_REQUEST_URL and …_TOKEN. */
  readonly requestUrl: string
  readonly requestToken: string
  readonly keyPair: jose.GenerateKeyPairResult
  /** Paths that were asked for. */
  readonly requests: readonly string[]
  /** Status of its answers, and what it says its own address is; for faults. */
  readonly answers: { status: number; issuer: string }
  sign(claims?: jose.JWTPayload, options?: SignOptions): Promise<string>
  close(): Promise<void>
}

export interface SignOptions {
  readonly header?: Partial<jose.JWTHeaderParameters> | undefined
  readonly key?: jose.CryptoKey | Uint8Array | undefined
}

const keyId = 'one'

/** Starts it on a free port of this machine. The claims are in each token that jobs get. */
export async function startTokenIssuer(jobClaims: jose.JWTPayload = { sub: 'job' }): Promise<TokenIssuer> {
  const keyPair = await jose.generateKeyPair('RS256', { extractable: true })
  const keys = [{ ...(await jose.exportJWK(keyPair.publicKey)), kid: keyId, alg: 'RS256', use: 'sig' }]
  const requests: string[] = []
  const requestToken = crypto.randomUUID()
  const answers = { status: 200, issuer: '' }
  let url = ''
  const sign: TokenIssuer['sign'] = (claims = {}, { header = {}, key = keyPair.privateKey } = {}) =>
    new jose.SignJWT({ iss: url, ...jobClaims, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: keyId, ...header })
      .setIssuedAt(claims.iat)
      .setExpirationTime(claims.exp ?? jobClaims.exp ?? '5 minutes')
      .sign(key)
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url)
    requests.push(pathname)
    if (pathname === '/keys') return { keys }
    if (pathname === '/.well-known/openid-configuration')
      return { issuer: answers.issuer, jwks_uri: `${url}/keys`, response_types_supported: ['id_token'] }
    if (pathname !== '/token' || request.headers.authorization !== `Bearer ${requestToken}`) return undefined
    return { value: await sign({ aud: searchParams.get('audience') ?? '' }) }
  }
  const server = createServer((request, response) => void respond(request, response))
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await answer(request)
    response.writeHead(body === undefined ? 404 : answers.status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body ?? {}))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  answers.issuer = url
  return {
    ...{ url, requestUrl: `${url}/token?api-version=2.0`, requestToken, keyPair, requests, answers, sign },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
