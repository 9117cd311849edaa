import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { runProgramInHelper } from '@groundplan/process'
import { runGit } from './git-repository.ts'
import { isolatedGitEnvironment } from './isolate-git.ts'

/** A fault of a request: a status instead of an answer, no answer, or a connection that breaks before, in or after the work. */
export type GitHttpFault = number | 'silence' | 'before' | 'midway' | 'after'

/** Serves the bare repositories of a folder with `git http-backend`, as hosts do. Who has no right credentials gets a 401. */
export class GitHttpServer {
  readonly directory: string
  credentials: { username: string; password: string; scheme?: 'bearer' } = {
    username: 'bot',
    password: 'secret',
  }
  /** Git operations so far: those that were let in. */
  operations = 0
  /** Every `Authorization` that came in. */
  readonly authorizations: (string | undefined)[] = []
  fault: ((request: { path: string; operation: number }) => GitHttpFault | undefined) | undefined
  /** Where requests are sent instead. */
  redirect: ((path: string) => string | undefined) | undefined
  /** False if the server is to know only the first version of git's protocol, as old hosts do. */
  hasSecondProtocol = true
  readonly #server: Server
  #open = false

  private constructor(directory: string) {
    this.directory = directory
    this.#server = createServer((request, response) => this.#answer(request, response))
  }

  static async start(directory: string): Promise<GitHttpServer> {
    const server = new GitHttpServer(directory)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Lets everybody in from now on. */
  allowAnonymous(): void {
    this.#open = true
  }

  /** Makes an empty bare repository that can be cloned without blobs and pushed to, and returns its directory. */
  async createRepository(path: string, branch = 'main'): Promise<string> {
    const directory = join(this.directory, path)
    await runGit(this.directory, [
      'init',
      '--quiet',
      '--bare',
      '--template=',
      `--initial-branch=${branch}`,
      directory,
    ])
    await runGit(directory, ['config', 'http.receivepack', 'true'])
    await runGit(directory, ['config', 'uploadpack.allowFilter', 'true'])
    return directory
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url)
    this.authorizations.push(request.headers.authorization)
    const target = this.redirect?.(`${url.pathname}${url.search}`)
    const { username, password, scheme } = this.credentials
    const basic = Buffer.from(`${username}:${password}`).toString('base64')
    const expected = scheme === 'bearer' ? `Bearer ${password}` : `Basic ${basic}`
    if (target !== undefined) response.writeHead(302, { location: target }).end()
    else if (!this.#open && request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    } else this.#serve(request, response, url)
  }

  #serve(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (url.pathname.endsWith('/info/refs')) this.operations += 1
    const fault = this.fault?.({ path: `${url.pathname}${url.search}`, operation: this.operations })
    if (typeof fault === 'number') response.writeHead(fault).end()
    else if (fault === 'before') request.socket.destroy()
    else if (fault !== 'silence') {
      if (!this.hasSecondProtocol) delete request.headers['git-protocol']
      runBackend(request, response, { url, directory: this.directory, fault }).catch(() =>
        request.socket.destroy(),
      )
    }
  }
}

async function runBackend(
  request: IncomingMessage,
  response: ServerResponse,
  { url, directory, fault }: { url: URL; directory: string; fault: 'midway' | 'after' | undefined },
): Promise<void> {
  const env = {
    ...isolatedGitEnvironment,
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    REQUEST_METHOD: request.method ?? 'GET',
    CONTENT_TYPE: request.headers['content-type'] ?? '',
    HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    REMOTE_USER: 'bot',
  }
  const input = await buffer(request)
  const { stdout: printed } = await runProgramInHelper('git', ['http-backend'], { env, input })
  const end = printed.indexOf('\r\n\r\n')
  const headers = printed.toString('latin1', 0, end).split('\r\n')
  const body = printed.subarray(end + 4)
  if (fault === 'after') {
    request.socket.destroy()
    return
  }
  for (const header of headers) {
    const [name = '', value = ''] = header.split(/: (.*)/s)
    if (name === 'Status') response.statusCode = Number(value.slice(0, 3))
    else response.setHeader(name, value)
  }
  if (fault === undefined) response.end(body)
  else {
    response.setHeader('content-length', body.length)
    response.write(body.subarray(0, body.length / 2), () => request.socket.destroy())
  }
}
