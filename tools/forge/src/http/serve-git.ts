import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
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

const unpack = promisify(gunzip)

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

/** Answers git's smart HTTP protocol (https://git-scm.com/docs/http-protocol) with git itself. */
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
  const run = () => runService(repository, incoming, { rest: git.rest, account: who.account })
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

/**
 * Starts the program that git's own backend (https://git-scm.com/docs/git-http-backend) starts for a request, without the two programs
 * before it: a round of a proof asks a hundred times.
 */
async function runService(
  { directory }: Repository,
  { query, headers, body }: Incoming,
  { rest, account }: { rest: string; account: Account },
): Promise<Outgoing> {
  const isAdvertisement = rest === '/info/refs'
  const service = isAdvertisement ? (query.get('service') ?? '') : rest.slice(1)
  const name = serviceNames.get(service)
  if (name === undefined) return text(403, 'Please upgrade your git client.')
  const protocol = headers['git-protocol'] ?? ''
  const env = {
    ...isolatedGit,
    GIT_PROTOCOL: protocol,
    GIT_COMMITTER_NAME: account.login,
    GIT_COMMITTER_EMAIL: `${account.login}@http.127.0.0.1`,
    // For the hooks.
    FORGE_EMAIL: account.email,
  }
  const type = isAdvertisement ? 'advertisement' : 'result'
  const args = [name, '--stateless-rpc', ...(isAdvertisement ? ['--advertise-refs'] : []), '.']
  const isPacked = /^(?:x-)?gzip$/.test(headers['content-encoding'] ?? '')
  const input = isPacked ? await unpack(body) : body
  const { stdout } = await runProgramInHelper('git', args, { cwd: directory, env, input })
  const isSecond = protocol.split(':').includes('version=2')
  const greeting = isAdvertisement && !isSecond ? printLine(`# service=${service}\n`) : ''
  return {
    status: 200,
    headers: { 'content-type': `application/x-${service}-${type}`, 'cache-control': 'no-cache' },
    body: Buffer.concat([Buffer.from(greeting), stdout]),
  }
}

const serviceNames: ReadonlyMap<string, string> = new Map([
  ['git-upload-pack', 'upload-pack'],
  ['git-receive-pack', 'receive-pack'],
])

/** A line with its length and the end of the section, as https://git-scm.com/docs/protocol-common writes them. */
function printLine(line: string): string {
  return `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`
}
