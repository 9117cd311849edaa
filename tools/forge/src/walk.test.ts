import { describe, expect, it } from 'vitest'
import { type ForgeUse, useForge } from './use-forge.ts'

const use = useForge()
const at = { owner: 'acme', repo: 'network' }
const one = { ...at, pull_number: 1 }
const issue = { ...at, issue_number: 1 }

describe('the vendor’s description', () => {
  it('holds for every request and reply of a walk through all that is spoken', async () => {
    await walk(use())
    expect(use().forge.violations).toEqual([])
  })

  it('is violated by a request that it does not know', async () => {
    const { forge, github } = use()
    await forge.people.createRepository({ owner: 'acme', name: 'network' })
    const get = (path: string, init: RequestInit = {}) =>
      fetch(`${github.apiUrl}${path}`, { ...init, headers: { authorization: `Bearer ${github.token}` } })
    await get('/repos/acme/network/pulls?sort=banana&shape=round')
    await get('/repos/acme/network/nothing')
    await get('/repos/acme/network/releases')
    await get('/repos/acme/network/pulls', { method: 'POST', body: '{"title":7}' })
    expect(forge.violations.join('\n')).toMatchInlineSnapshot(`
      "github: GET /api/v3/repos/acme/network/pulls: query parameter "sort": /value must be equal to one of the allowed values (["created","updated","popularity","long-running"])
      github: GET /api/v3/repos/acme/network/pulls: the query parameter "shape" is not described
      github: GET /repos/acme/network/nothing is not in the vendor's description.
      github: GET /repos/acme/network/releases (/repos/{owner}/{repo}/releases) is not spoken by the stand-in.
      github: POST /api/v3/repos/acme/network/pulls: request body: it must have required property 'head'
      github: POST /api/v3/repos/acme/network/pulls: request body: it must have required property 'base'
      github: POST /api/v3/repos/acme/network/pulls: request body: /title must be string"
    `)
  })
})

async function walk({ forge, octokit, github }: ForgeUse): Promise<void> {
  const { people } = forge
  const { rest } = octokit
  await people.createRepository({ owner: 'acme', name: 'empty' })
  await people.createRepository({
    owner: 'acme',
    name: 'network',
    files: { 'main.tf': 'a\n' },
    topics: ['terraform'],
  })
  const tip = await people.commit('acme', 'network', { branch: 'feature/x', files: { 'x.tf': 'x\n' } })
  await rest.users.getAuthenticated()
  await rest.users.getByUsername({ username: 'ada' })
  await rest.orgs.get({ org: 'acme' })
  await rest.rateLimit.get()
  await rest.repos.listForOrg({ org: 'acme', per_page: 1, type: 'all', sort: 'full_name' })
  await rest.repos.listForUser({ username: 'acme' })
  await rest.repos.listForAuthenticatedUser({ per_page: 100 })
  await rest.repos.get(at)
  await rest.repos.listBranches(at)
  await rest.repos.getBranch({ ...at, branch: 'feature/x' })
  await rest.repos.listCommits({ ...at, sha: 'feature/x' })
  await rest.repos.getCommit({ ...at, ref: tip })
  await rest.git.getRef({ ...at, ref: 'heads/feature/x' })
  await rest.repos.createWebhook({
    ...at,
    config: { url: 'http://127.0.0.1:9/', secret: 's' },
    events: ['*'],
  })
  await rest.pulls.create({ ...at, head: 'feature/x', base: 'main', title: 'T', body: 'B', draft: true })
  await refusals({ octokit, forge, github })
  await rest.pulls.list({ ...at, state: 'all', head: 'acme:feature/x', sort: 'updated', direction: 'desc' })
  await rest.pulls.update({ ...one, title: 'T2', body: 'B2', base: 'main' })
  await rest.pulls.requestReviewers({ ...one, reviewers: ['ada'], team_reviewers: ['platform'] })
  await rest.pulls.listRequestedReviewers(one)
  await rest.pulls.removeRequestedReviewers({ ...one, reviewers: ['ada'] })
  await rest.pulls.createReview({ ...one, event: 'COMMENT', body: 'Hm' })
  await people.review('acme', 'network', 1, 'changes-requested', 'ada')
  await rest.pulls.listReviews(one)
  await rest.issues.addLabels({ ...issue, labels: ['a', 'b'] })
  await rest.issues.setLabels({ ...issue, labels: ['b'] })
  await rest.issues.removeLabel({ ...issue, name: 'b' })
  await rest.issues.listLabelsOnIssue(issue)
  await rest.issues.createLabel({ ...at, name: 'c', color: 'ff0000', description: 'C' })
  await rest.issues.getLabel({ ...at, name: 'c' })
  await rest.issues.listLabelsForRepo(at)
  const comment = await rest.issues.createComment({ ...issue, body: 'Hello' })
  const that = { ...at, comment_id: comment.data.id }
  await rest.issues.updateComment({ ...that, body: 'Hello!' })
  await rest.issues.getComment(that)
  await rest.issues.listComments(issue)
  await rest.issues.deleteComment(that)
  await rest.issues.create({ ...at, title: 'Dashboard', body: 'x', labels: ['a'] })
  await rest.issues.update({ ...at, issue_number: 2, body: 'y', state: 'closed' })
  await rest.issues.get({ ...at, issue_number: 2 })
  await rest.issues.listForRepo({ ...at, state: 'all', creator: github.login, per_page: 100 })
  await rest.repos.createCommitStatus({ ...at, sha: tip, state: 'success', context: 'c', description: 'd' })
  await rest.repos.getCombinedStatusForRef({ ...at, ref: tip })
  await rest.repos.listCommitStatusesForRef({ ...at, ref: tip })
  await people.merge('acme', 'network', 1, { by: 'ada', deleteBranch: true })
  await rest.pulls.get(one)
  await rest.pulls.checkIfMerged(one)
  await webhooks({ octokit, forge, github })
  await people.renameRepository('acme', 'network', 'net')
  await rest.repos.get(at)
  await people.deleteRepository('acme', 'net')
}

/** What is refused is described, too. */
async function refusals({ forge, octokit }: Pick<ForgeUse, 'forge' | 'octokit' | 'github'>): Promise<void> {
  const { rest } = octokit
  const refused = async (request: Promise<unknown>, status: number) =>
    expect(request).rejects.toMatchObject({ status })
  await refused(rest.repos.get({ owner: 'acme', repo: 'nothing' }), 404)
  await refused(rest.repos.listCommits({ owner: 'acme', repo: 'empty' }), 409)
  await refused(rest.pulls.create({ ...at, head: 'feature/x', base: 'main', title: 'T' }), 422)
  await refused(rest.pulls.merge(one), 405)
  await refused(rest.pulls.requestReviewers({ ...one, reviewers: ['nobody'] }), 422)
  await refused(rest.issues.removeLabel({ ...issue, name: 'none' }), 404)
  forge.people.setAccess('acme', 'network', 'read')
  await refused(rest.pulls.update({ ...one, title: 'No' }), 403)
  forge.people.setAccess('acme', 'network', 'write')
  forge.people.revokeToken()
  await refused(rest.repos.get(at), 401)
  forge.people.restoreToken()
}

async function webhooks({ forge, octokit }: Pick<ForgeUse, 'forge' | 'octokit' | 'github'>): Promise<void> {
  const { rest } = octokit
  const { data } = await rest.repos.listWebhooks(at)
  const hook = { ...at, hook_id: data[0]?.id ?? 0 }
  await rest.repos.getWebhook(hook)
  await rest.repos.updateWebhook({ ...hook, events: ['push'] })
  await rest.repos.pingWebhook(hook)
  await forge.webhooks.settle()
  const deliveries = await rest.repos.listWebhookDeliveries(hook)
  const delivery = { ...hook, delivery_id: deliveries.data[0]?.id ?? 0 }
  await rest.repos.getWebhookDelivery(delivery)
  await rest.repos.redeliverWebhookDelivery(delivery)
  await rest.repos.deleteWebhook(hook)
}
