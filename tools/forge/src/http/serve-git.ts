import { runProgramInHelper } from '@groundplan/process'
import { isolatedGit } from '../git/run-git.ts'
import type { Account } from '../model/account.ts'
import { followRefs } from '../model/follow-refs.ts'
import type { Repository } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import { sees } from './access.ts'
import { authenticate } from './authenticate.ts'
import type { Dialect } from './dialect.ts'
import type { Incoming, Outgoing } from './exchange.ts'

export interface GitRequest {
  readonly owner: string
  readonly name: string
  /** `/info/refs`, `/git-upload-pack`, `/git-receive-pack`. */
  readonly rest: string
}

/** What a path of git's HTTP protocol means, or `undefined` if it is none. */
export function parseGitPath(dialect: Dialect, path: string): GitRequest | undefined {
  const groups = dialect.gitPath.exec(decodeURI(path))?.groups
  if (groups === undefined) return undefined
  const { owner = '', name = '', rest = '' } = groups
  return { owner, name, rest }
}

/** Answers git's smart HTTP protocol with git's own backend (https://git-scm.com/docs/git-http-backend). */
export async function serveGit(
  world: World,
  dialect: Dialect,
  { incoming, git, token }: { incoming: Incoming; git: GitRequest; token: string },
): Promise<Outgoing> {
  const rules = { token, basicTokens: dialect.basicTokens }
  const who = authenticate(world, incoming.headers['authorization'], rules)
  if (who.kind !== 'account') return refuseCredentials()
  const repository = world.findRepository(git.owner, git.name)
  if (repository === undefined) return redirect(world, dialect, { incoming, git })
  const refusal = refuse(repository, who.account, isPush(incoming, git))
  if (refusal !== undefined) return refusal
  const run = () => runBackend(repository, incoming, { rest: git.rest, account: who.account })
  if (git.rest !== '/git-receive-pack') return run()
  return world.exclusively(repository, async () => {
    const outgoing = await run()
    await followRefs(world, repository, who.account)
    return outgoing
  })
}

function isPush(incoming: Incoming, { rest }: GitRequest): boolean {
  return rest === '/git-receive-pack' || incoming.query.get('service') === 'git-receive-pack'
}

function refuse(repository: Repository, account: Account, push: boolean): Outgoing | undefined {
  if (!sees(account, repository)) return text(404, 'Repository not found.')
  if (!push) return undefined
  const name = `${repository.owner}/${repository.name}`
  if (repository.archived) return text(403, 'This repository was archived so it is read-only.')
  if (account.bot && repository.access === 'read')
    return text(403, `Permission to ${name}.git denied to ${account.login}.`)
  return undefined
}

function redirect(
  world: World,
  dialect: Dialect,
  { incoming, git }: { incoming: Incoming; git: GitRequest },
): Outgoing {
  const moved = world.findRenamed(git.owner, git.name)
  if (moved === undefined) return text(404, 'Repository not found.')
  const query = incoming.query.size === 0 ? '' : `?${incoming.query.toString()}`
  const location = `${dialect.printGitPath(moved.owner, moved.name)}${git.rest}${query}`
  return { ...text(301, ''), headers: { location } }
}

function refuseCredentials(): Outgoing {
  return {
    ...text(401, 'Authentication failed.'),
    headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="forge"' },
  }
}

function text(status: number, message: string): Outgoing {
  return { status, headers: { 'content-type': 'text/plain' }, body: Buffer.from(message) }
}

async function runBackend(
  repository: Repository,
  incoming: Incoming,
  { rest, account }: { rest: string; account: Account },
): Promise<Outgoing> {
  const { method, query, headers, body } = incoming
  const env = {
    ...isolatedGit,
    GIT_DIR: repository.directory,
    GIT_PROJECT_ROOT: repository.directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: rest,
    REQUEST_METHOD: method,
    QUERY_STRING: query.toString(),
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: String(body.length),
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: headers['git-protocol'] ?? '',
    REMOTE_USER: account.login,
    REMOTE_ADDR: '127.0.0.1',
    // For the hooks.
    FORGE_EMAIL: account.email,
  }
  const result = await runProgramInHelper('git', ['http-backend'], { env, input: body })
  return parseCgi(result.stdout)
}

/** Parses the answer of a CGI program: headers, an empty line, the body. */
function parseCgi(bytes: Buffer): Outgoing {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return text(500, 'git http-backend gave no answer.')
  const lines = bytes.subarray(0, end).toString('utf8').split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const { status = '200', ...others } = headers
  return { status: Number.parseInt(status, 10), headers: others, body: bytes.subarray(end + 4) }
}
