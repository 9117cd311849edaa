import { sees } from '../http/access.ts'
import { requireAccess } from '../http/access.ts'
import { readText } from '../http/read-body.ts'
import type { Call, Route } from '../http/route.ts'
import { updatePullRequest } from '../model/update-pull-request.ts'
import { nodeId } from './format.ts'
import { bodyLimit } from './limits.ts'

/** Only what REST cannot do: a pull request becomes a draft, or no longer is one. On Enterprise Server at `/api/graphql`. */
export const graphqlRoutes: readonly Route[] = [{ method: 'POST', path: '/api/graphql', handle: answer }]

const mutations = { markPullRequestReadyForReview: false, convertPullRequestToDraft: true } as const

function answer(call: Call) {
  const query = readText(call.body, 'query') ?? ''
  const mutation = /\b(markPullRequestReadyForReview|convertPullRequestToDraft)\s*\(/.exec(query)?.[1]
  if (mutation === undefined || !/^\s*mutation\b/.test(query))
    return error('UNPROCESSABLE', 'The stand-in speaks no other GraphQL.')
  const id = readId(query, call.body['variables'])
  const found = findPullRequest(call, id)
  if (found === undefined)
    return error('NOT_FOUND', `Could not resolve to a node with the global id of '${id ?? ''}'`, mutation)
  const { repository, pullRequest } = found
  if (call.actor.bot && repository.access !== 'write')
    return error('FORBIDDEN', 'Resource not accessible by personal access token', mutation)
  if (pullRequest.status !== 'open') return error('UNPROCESSABLE', 'Pull request is closed.', mutation)
  const draft = mutations[mutation as keyof typeof mutations]
  updatePullRequest(call.world, repository, pullRequest, { draft, by: call.actor, limit: bodyLimit })
  const { number } = pullRequest
  return {
    status: 200,
    body: { data: { [mutation]: { clientMutationId: null, pullRequest: { id, number, isDraft: draft } } } },
  }
}

/** The id stands in the query itself, or in the variable that the query names. */
function readId(query: string, variables: unknown): string | undefined {
  const match = /pullRequestId\s*:\s*(?:"([^"]+)"|\$(\w+))/.exec(query)
  if (match?.[1] !== undefined) return match[1]
  const values = (typeof variables === 'object' && variables !== null ? variables : {}) as Record<
    string,
    unknown
  >
  const input = match?.[2] === undefined ? values['input'] : { pullRequestId: values[match[2]] }
  const id =
    typeof input === 'object' && input !== null
      ? (input as { pullRequestId?: unknown }).pullRequestId
      : undefined
  return typeof id === 'string' ? id : undefined
}

function findPullRequest({ world, actor }: Call, id: string | undefined) {
  for (const repository of world.repositories) {
    const pullRequest = repository.pullRequests.find((each) => nodeId('PR', each.id) === id)
    if (pullRequest === undefined) continue
    if (!sees(actor, repository)) return undefined
    requireAccess(repository, actor, 'read')
    return { repository, pullRequest }
  }
  return undefined
}

/** GraphQL answers errors with 200. */
function error(type: string, message: string, mutation?: string) {
  const data = mutation === undefined ? {} : { data: { [mutation]: null } }
  return {
    status: 200,
    body: { ...data, errors: [{ type, path: mutation === undefined ? [] : [mutation], message }] },
  }
}
