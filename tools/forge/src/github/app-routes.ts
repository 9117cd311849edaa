import { verify } from 'node:crypto'
import type { ApiReply } from '../http/api-reply.ts'
import type { Call, Route } from '../http/route.ts'
import { Refusal } from '../model/refusal.ts'
import type { Installation, SignInApp } from '../model/sign-ins.ts'
import { viewOwner } from './account-view.ts'
import { fail } from './errors.ts'
import { nodeId } from './format.ts'

/** GitHub's tokens of installations are valid for an hour. */
const tokenLifetime = 3600

/** What an App does as itself, with a JSON Web Token. */
export const appRoutes: readonly Route[] = [
  appRoute('GET', '/app', (call, app) => ({ status: 200, body: viewApp(call, app) })),
  appRoute('GET', '/orgs/{org}/installation', findInstallation),
  appRoute('GET', '/users/{username}/installation', findInstallation),
  appRoute('GET', '/repos/{owner}/{repo}/installation', findInstallation),
  appRoute('POST', '/app/installations/{installation_id}/access_tokens', issueToken),
]

type Handle = (call: Call, app: SignInApp) => ApiReply

function appRoute(method: Route['method'], path: string, handle: Handle): Route {
  const asApp = (call: Call) => {
    const app = readApp(call)
    return typeof app === 'string' ? fail(401, app) : handle(call, app)
  }
  return { method, path, signsIn: true, handle: asApp }
}

function findInstallation(call: Call, app: SignInApp): ApiReply {
  const { org, username, owner } = call.params
  const found = find(call, app, (each) => isSame(each.owner, org ?? username ?? owner ?? ''))
  return { status: 200, body: viewInstallation(call, found) }
}

function issueToken(call: Call, app: SignInApp): ApiReply {
  const { installation_id: id } = call.params
  const { suspended, owner, permissions } = find(call, app, (each) => String(each.id) === id)
  if (suspended) return fail(403, 'This installation has been suspended')
  const { token, expiresAt } = call.world.signIns.issue(app.account, tokenLifetime, owner)
  return {
    status: 201,
    body: { token, expires_at: expiresAt.toISOString(), permissions, repository_selection: 'all' },
  }
}

/** The App that signed the token, or what GitHub says is wrong with it. */
function readApp({ authorization = '', world }: Call): SignInApp | string {
  const [header = '', claims = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.')
  const { iss, iat, exp } = readClaims(claims)
  const app = world.signIns.apps.find(({ id }) => id === String(iss))
  if (app === undefined) return 'A JSON web token could not be decoded'
  const isSigned = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    app.publicKey,
    Buffer.from(signature, 'base64url'),
  )
  if (!isSigned) return 'A JSON web token could not be decoded'
  const now = world.now().getTime() / 1000
  if (!(Number(exp) > now))
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"
  if (Number(exp) > now + 600) return "'Expiration time' claim ('exp') is too far in the future"
  if (!(Number(iat) <= now))
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"
  return app
}

function readClaims(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}

function find(
  { world }: Call,
  app: SignInApp,
  matches: (installation: Installation) => boolean,
): Installation {
  const found = world.signIns.installations.find((each) => each.app === app && matches(each))
  if (found === undefined) throw new Refusal('not-found')
  return found
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }

function viewApp({ urls }: Call, { id, slug }: SignInApp) {
  return {
    id: Number(id),
    slug,
    node_id: nodeId('A', Number(id)),
    owner: viewOwner('acme', urls),
    name: slug,
    description: null,
    external_url: urls.web,
    html_url: `${urls.web}/apps/${slug}`,
    ...times,
    permissions: { contents: 'write' },
    events: [],
  }
}

function viewInstallation({ urls }: Call, { id, app, owner, permissions, suspended }: Installation) {
  const account = viewOwner(owner, urls)
  return {
    id,
    account,
    repository_selection: 'all',
    access_tokens_url: `${urls.api}/app/installations/${id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.web}/organizations/${owner}/settings/installations/${id}`,
    app_id: Number(app.id),
    app_slug: app.slug,
    target_id: account.id,
    target_type: 'Organization',
    permissions,
    events: [],
    ...times,
    single_file_name: null,
    suspended_by: null,
    suspended_at: suspended ? times.updated_at : null,
  }
}
