import { beforeEach, describe, expect, it } from 'vitest'
import { useForge } from './use-forge.ts'

const use = useForge()
const at = { owner: 'acme', repo: 'network' }

beforeEach(async () => {
  const { people } = use().forge
  await people.createRepository({ owner: 'acme', name: 'network', files: { 'main.tf': 'a\n' } })
  await people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': 'x\n' } })
})

function open() {
  return use().octokit.rest.pulls.create({ ...at, head: 'x', base: 'main', title: 'Add x', body: 'Text' })
}

describe('pull requests', () => {
  it('are found again by branch, once only', async () => {
    const { octokit } = use()
    const { data } = await open()
    expect(data).toMatchObject({ number: 1, state: 'open', draft: false, mergeable: true, changed_files: 1 })
    await expect(open()).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('A pull request already exists for acme:x.'),
    })
    const list = (head: string) => octokit.rest.pulls.list({ ...at, head, state: 'all' })
    expect((await list('acme:x')).data).toHaveLength(1)
    expect((await list('acme:y')).data).toHaveLength(0)
  })

  it('of two opened at once, one is refused', async () => {
    const results = await Promise.allSettled([open(), open(), open()])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  })

  it('are refused without a branch, without commits, and with a body that is too long', async () => {
    const { octokit } = use()
    const create = (head: string, body = '') =>
      octokit.rest.pulls.create({ ...at, head, base: 'main', title: 'T', body })
    await expect(create('nowhere')).rejects.toThrow('"field":"head"')
    await expect(create('x', 'a'.repeat(65_537))).rejects.toThrow('maximum is 65536 characters')
    await expect(create('main')).rejects.toThrow('No commits between main and main')
  })

  it('move with their branch', async () => {
    const { forge, octokit } = use()
    await open()
    const commit = await forge.people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': 'y\n' } })
    const { data } = await octokit.rest.pulls.get({ ...at, pull_number: 1 })
    expect(data.head.sha).toBe(commit)
    expect(data.commits).toBe(2)
  })

  it('are merged only at the commit that was reviewed, and only once', async () => {
    const { forge, octokit } = use()
    const { data } = await open()
    const merge = (sha: string) => octokit.rest.pulls.merge({ ...at, pull_number: 1, sha })
    await expect(merge('0'.repeat(40))).rejects.toMatchObject({ status: 409 })
    const merged = await merge(data.head.sha)
    expect(forge.people.findBranch('acme', 'network', 'main')).toBe(merged.data.sha)
    expect(await forge.people.readFiles('acme', 'network', 'main')).toHaveProperty('x.tf')
    await expect(merge(data.head.sha)).rejects.toMatchObject({ status: 405 })
    expect((await octokit.rest.pulls.get({ ...at, pull_number: 1 })).data).toMatchObject({
      merged: true,
      state: 'closed',
      merge_commit_sha: merged.data.sha,
      merged_by: { login: 'groundplan-bot' },
    })
  })

  it('are not merged when git finds conflicts', async () => {
    const { forge, octokit } = use()
    await open()
    const tip = await forge.people.commit('acme', 'network', { files: { 'x.tf': 'other\n' } })
    const { data } = await octokit.rest.pulls.get({ ...at, pull_number: 1 })
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' })
    await expect(octokit.rest.pulls.merge({ ...at, pull_number: 1 })).rejects.toMatchObject({ status: 405 })
    expect(forge.people.findBranch('acme', 'network', 'main')).toBe(tip)
  })

  it('are closed with their branch and cannot be reopened without it', async () => {
    const { forge, octokit } = use()
    await open()
    await forge.people.moveBranch('acme', 'network', 'x', undefined)
    expect(forge.people.listPullRequests('acme', 'network')[0]).toMatchObject({ status: 'closed' })
    const reopening = octokit.rest.pulls.update({ ...at, pull_number: 1, state: 'open' })
    await expect(reopening).rejects.toThrow('branch has been deleted')
  })

  it('are reopened where the branch only went on, not where it was rewritten', async () => {
    const { forge, octokit } = use()
    await open()
    await forge.people.decline('acme', 'network', 1)
    await forge.people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': 'y\n' } })
    const reopen = () => octokit.rest.pulls.update({ ...at, pull_number: 1, state: 'open' })
    expect((await reopen()).data.state).toBe('open')
    await forge.people.decline('acme', 'network', 1)
    await forge.people.moveBranch('acme', 'network', 'x', 'main')
    await expect(reopen()).rejects.toThrow('force-pushed or recreated')
  })

  it('count as merged when their commits reach the base by a push', async () => {
    const { forge } = use()
    await open()
    const tip = forge.people.findBranch('acme', 'network', 'x')
    await forge.people.moveBranch('acme', 'network', 'main', tip)
    expect(forge.people.listPullRequests('acme', 'network')[0]).toMatchObject({ status: 'merged' })
  })

  it('become drafts and ready again through GraphQL', async () => {
    const { forge, octokit } = use()
    const { data } = await open()
    const change = (name: string) =>
      octokit.graphql(
        `mutation($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`,
        {
          id: data.node_id,
        },
      )
    await change('convertPullRequestToDraft')
    expect(forge.people.listPullRequests('acme', 'network')[0]?.draft).toBe(true)
    await expect(octokit.rest.pulls.merge({ ...at, pull_number: 1 })).rejects.toThrow('still a draft')
    await change('markPullRequestReadyForReview')
    expect(forge.people.listPullRequests('acme', 'network')[0]?.draft).toBe(false)
    await expect(octokit.graphql('query { viewer { login } }')).rejects.toThrow('no other GraphQL')
  })

  it('ask only those for a review whom the host knows, and never their author', async () => {
    const { forge, octokit, github } = use()
    await open()
    const ask = (reviewers: string[], team_reviewers: string[] = []) =>
      octokit.rest.pulls.requestReviewers({ ...at, pull_number: 1, reviewers, team_reviewers })
    await expect(ask(['ada', 'nobody'])).rejects.toThrow('not a collaborator of the acme/network repository')
    await expect(ask([github.login])).rejects.toThrow('pull request author')
    expect(forge.people.listPullRequests('acme', 'network')[0]?.reviewers).toEqual([])
    await ask(['ada'], ['platform'])
    await forge.people.review('acme', 'network', 1, 'approved', 'ada')
    const reviews = await octokit.rest.pulls.listReviews({ ...at, pull_number: 1 })
    expect(reviews.data).toMatchObject([{ state: 'APPROVED', user: { login: 'ada' } }])
    expect(forge.people.listPullRequests('acme', 'network')[0]).toMatchObject({
      reviewers: [],
      teams: ['platform'],
    })
  })
})
