import type { ApiReply } from '../http/api-reply.ts'
import type { Call, Route } from '../http/route.ts'

/** Bitbucket's access tokens are valid for two hours. */
const tokenLifetime = 7200

/** OAuth's token endpoint, beside the API: https://support.atlassian.com/bitbucket-cloud/docs/use-oauth-on-bitbucket-cloud/ */
export const oauthRoutes: readonly Route[] = [
  { method: 'POST', path: '/site/oauth2/access_token', signsIn: true, handle: issueToken },
]

function issueToken({ world, authorization = '', body }: Call): ApiReply {
  const [id, secret] = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString('utf8')
    .split(':')
  const consumer = world.signIns.apps.find((app) => app.id === id && app.secret === secret)
  if (consumer === undefined) return refuse('invalid_client', 'Invalid OAuth client credentials')
  if (body['grant_type'] !== 'client_credentials')
    return refuse('unsupported_grant_type', 'Unsupported grant type')
  const { token, expiresAt } = world.signIns.issue(world.bot, tokenLifetime)
  return {
    status: 200,
    body: {
      scopes: 'repository:write pullrequest:write webhook',
      access_token: token,
      expires_in: Math.round((expiresAt.getTime() - world.now().getTime()) / 1000),
      token_type: 'bearer',
      state: 'client_credentials',
      refresh_token: 'unused',
    },
  }
}

function refuse(error: string, description: string): ApiReply {
  return { status: 400, body: { error, error_description: description } }
}
