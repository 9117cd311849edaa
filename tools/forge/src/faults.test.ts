import { beforeEach, describe, expect, it } from 'vitest'
import type { Fault, FaultTarget } from './http/fault.ts'
import { useForge } from './use-forge.ts'

const use = useForge()
const at = { owner: 'acme', repo: 'network' }

beforeEach(async () => {
  const { people } = use().forge
  await people.createRepository({ owner: 'acme', name: 'network', files: { 'main.tf': 'a\n' } })
})

/** Applies the fault to the next request only. */
function once(fault: Fault): readonly FaultTarget[] {
  const seen: FaultTarget[] = []
  use().forge.faults.inject((request) => {
    seen.push(request)
    return seen.length === 1 ? fault : undefined
  })
  return seen
}

function comment() {
  return use().octokit.rest.issues.createComment({ ...at, issue_number: 1, body: 'Hello' })
}

async function countComments(): Promise<number> {
  use().forge.faults.inject(undefined)
  const { data } = await use().octokit.rest.issues.listComments({ ...at, issue_number: 1 })
  return data.length
}

describe('faults', () => {
  beforeEach(async () => {
    await use().octokit.rest.issues.create({ ...at, title: 'Dashboard' })
  })

  it.each([500, 502, 503, 504, 408, 429] as const)('%d before: nothing was carried out', async (status) => {
    once({ kind: 'status', status, retryAfter: 7, when: 'before' })
    await expect(comment()).rejects.toMatchObject({
      status,
      response: { headers: { 'retry-after': '7' } },
    })
    expect(await countComments()).toBe(0)
  })

  it('502 after: it was carried out, and the answer is lost', async () => {
    once({ kind: 'status', status: 502, when: 'after' })
    await expect(comment()).rejects.toMatchObject({ status: 502 })
    expect(await countComments()).toBe(1)
  })

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a connection reset %s leaves %d comments', async (when, count) => {
    once({ kind: 'reset', when })
    await expect(comment()).rejects.toThrow()
    expect(await countComments()).toBe(count)
  })

  it('a connection reset midway breaks the answer of what was carried out', async () => {
    const { forge, github } = use()
    once({ kind: 'reset', when: 'midway' })
    // GitHub's own client answers with empty data then, as if all were well.
    const answer = fetch(`${github.apiUrl}/repos/acme/network/issues/1/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${github.token}`, 'content-type': 'application/json' },
      body: '{"body":"Hello"}',
    })
    await expect(answer.then((response) => response.text())).rejects.toThrow()
    expect(await countComments()).toBe(1)
    expect(forge.violations).toEqual([])
  })

  it('a primary rate limit says when it ends', async () => {
    once({ kind: 'primary-rate-limit', resetInSeconds: 60 })
    const { response } = await comment().catch((error) => error)
    expect(response.status).toBe(403)
    expect(response.headers['x-ratelimit-remaining']).toBe('0')
    const reset = Number(response.headers['x-ratelimit-reset']) - Date.now() / 1000
    expect(reset).toBeGreaterThan(55)
    expect(reset).toBeLessThan(62)
    expect(response.data.message).toContain('API rate limit exceeded')
  })

  it('a secondary rate limit says how long to wait', async () => {
    once({ kind: 'secondary-rate-limit', retryAfter: 3 })
    await expect(comment()).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      response: { headers: { 'retry-after': '3' } },
    })
  })

  it('a delay only takes time', async () => {
    once({ kind: 'delay', milliseconds: 150 })
    const start = performance.now()
    await comment()
    expect(performance.now() - start).toBeGreaterThan(140)
  })

  it('limits that are set are counted down, and hold', async () => {
    const { forge, octokit } = use()
    forge.faults.limit({ requestsPerHour: 3, writesPerMinute: 1 })
    const first = await comment()
    expect(first.headers['x-ratelimit-remaining']).toBe('2')
    await expect(comment()).rejects.toThrow('secondary rate limit')
    await octokit.rest.repos.get(at)
    await expect(octokit.rest.repos.get(at)).rejects.toThrow('API rate limit exceeded')
    forge.faults.limit(undefined)
    await octokit.rest.repos.get(at)
  })

  it('do not count as violations of the vendor’s description', async () => {
    once({ kind: 'status', status: 500, when: 'after' })
    await comment().catch(() => {})
    expect(use().forge.violations).toEqual([])
  })
})

describe('faults of git', () => {
  it('say which request they occur on', async () => {
    const seen = once({ kind: 'status', status: 503, when: 'before' })
    await expect(use().clone('acme', 'network')).rejects.toThrow('503')
    expect(seen).toEqual([
      {
        kind: 'git',
        host: 'github',
        method: 'GET',
        path: '/acme/network.git/info/refs?service=git-upload-pack',
        body: '',
        index: 0,
      },
    ])
  })

  it('leave a push done or not done, as they say', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    await repository.git('switch', '--quiet', '--create', 'x')
    const commit = await repository.commit({ 'x.tf': '' })
    const push = async (fault: Fault) => {
      forge.faults.inject((request) => (request.path.endsWith('/git-receive-pack') ? fault : undefined))
      await expect(git(repository.directory, 'push', 'origin', 'x')).rejects.toThrow()
      return forge.people.findBranch('acme', 'network', 'x')
    }
    expect(await push({ kind: 'reset', when: 'before' })).toBeUndefined()
    expect(await push({ kind: 'status', status: 500, when: 'before' })).toBeUndefined()
    expect(await push({ kind: 'reset', when: 'after' })).toBe(commit)
  })

  it('break a clone midway', async () => {
    const { forge, clone } = use()
    forge.faults.inject(({ path }) =>
      path.endsWith('/git-upload-pack') ? { kind: 'reset', when: 'midway' } : undefined,
    )
    await expect(clone('acme', 'network')).rejects.toThrow()
    forge.faults.inject(undefined)
    await clone('acme', 'network')
  })
})
