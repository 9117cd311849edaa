import { startForge, type Forge } from '@groundplan/forge'
import { ConflictError } from '@groundplan/errors'
import type { NewPullRequest } from '@groundplan/scm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { BitbucketCloudHost } from './bitbucket-cloud-host.ts'

let forge: Forge
let name: string
let count = 0
beforeAll(async () => {
  forge = await startForge()
})
afterAll(async () => forge.close())
beforeEach(async () => {
  name = `network-${(count += 1)}`
  await forge.people.createRepository({ owner: 'acme', name, files: { 'main.tf': '' } })
  await forge.people.commit('acme', name, { branch: 'groundplan/vpc', files: { 'vpc.yaml': 'x' } })
})

const request = { branch: 'groundplan/vpc', base: 'main', title: 'Add vpc', body: 'x', draft: false }
const seen = () => forge.people.listPullRequests('acme', name)
const openOnes = () => seen().filter(({ status }) => status === 'open')

function open(changes: Partial<NewPullRequest> = {}) {
  const { apiUrl, webUrl, token } = forge.hosts['bitbucket-cloud']
  const authentication = { kind: 'access-token', token } as const
  const host = new BitbucketCloudHost({ apiUrl, webUrl, authentication })
  return host.pullRequests.openPullRequest({ owner: 'acme', name }, { ...request, ...changes })
}

it('of many that are opened at once, the host takes several and one stays', async () => {
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) => open({ title: `No. ${index}` })),
  )
  expect(seen().length).toBeGreaterThan(1)
  const [kept] = openOnes()
  expect(openOnes()).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'fulfilled') expect(result.value.number).toBe(kept?.number)
    else expect(result.reason).toBeInstanceOf(ConflictError)
  }
})

it('what somebody left who was stopped between opening and looking again is cleared up by the next', async () => {
  const { apiUrl, token } = forge.hosts['bitbucket-cloud']
  for (const title of ['First', 'Second']) {
    const body = {
      type: 'pullrequest',
      title,
      source: { branch: { name: request.branch } },
      destination: { branch: { name: 'main' } },
    }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const address = `${apiUrl}/repositories/acme/${name}/pullrequests`
    await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  }
  expect(openOnes()).toHaveLength(2)
  await expect(open()).rejects.toBeInstanceOf(ConflictError)
  expect(openOnes()).toMatchObject([{ title: 'First' }])
})

it('leaves alone what a person opened from our branch', async () => {
  await forge.people.openPullRequest('acme', name, { branch: request.branch, title: 'By hand' })
  await expect(open()).rejects.toBeInstanceOf(ConflictError)
  expect(openOnes()).toMatchObject([{ title: 'By hand' }])
})
