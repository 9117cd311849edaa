import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { BitbucketCloudHost, BitbucketDataCenterHost } from '@groundplan/scm-bitbucket'
import type { ScmHost } from '@groundplan/scm'
import { describe, expect, it } from 'vitest'
import { findVendorFolder } from './check/find-vendor-file.ts'

const folder = findVendorFolder()
const repository = { owner: 'acme', name: 'network' }

/** A provider before a host that answers with what a file has, whatever is asked. */
function createCloud(reply: unknown): ScmHost {
  const authentication = { kind: 'access-token', token: 'x' } as const
  return new BitbucketCloudHost({ authentication, fetch: async (url) => answer(url, reply) })
}

function createDataCenter(reply: unknown): ScmHost {
  const url = 'https://git.example.com'
  return new BitbucketDataCenterHost({ url, token: 'x', fetch: async (to) => answer(to, reply) })
}

function answer(url: string | URL | Request, reply: unknown): Response {
  return Object.defineProperty(Response.json(reply), 'url', { value: String(url) })
}

function readSamples(pattern: string): readonly unknown[] {
  const files = globSync(join(folder ?? '', 'samples', pattern))
  expect(files).not.toEqual([])
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown)
}

/** Recorded replies are read as the adapters read them, so that neither they nor the stand-in are only our idea of the hosts. */
describe.skipIf(folder === undefined)(
  'recorded replies (skipped where GROUNDPLAN_VENDOR_APIS is absent)',
  () => {
    it.each([
      'drone+go-scm/scm/driver/bitbucket/testdata/pr.json',
      'runatlantis+atlantis/server/events/vcs/bitbucketcloud/testdata/pull-*.json',
    ])('of pull requests on Bitbucket Cloud (%s)', async (pattern) => {
      for (const sample of readSamples(pattern)) {
        const pullRequest = await createCloud(sample).pullRequests.getPullRequest(repository, 1)
        expect(pullRequest).toMatchObject({
          number: expect.any(Number),
          url: expect.stringMatching(/^https:/),
        })
      }
    })

    it('of repositories and comments on Bitbucket Cloud', async () => {
      for (const sample of readSamples('drone+go-scm/scm/driver/bitbucket/testdata/repo.json')) {
        expect((await createCloud(sample).repositories.getRepository(repository)).gitUrl).not.toContain('@')
      }
      for (const sample of readSamples('drone+go-scm/scm/driver/bitbucket/testdata/prcomments.json')) {
        expect(await createCloud(sample).pullRequests.listComments(repository, 1)).not.toEqual([])
      }
    })

    it.each([
      'drone+go-scm/scm/driver/stash/testdata/prs.json',
      '**/server/payload/1.0-projects-amuniz-repos-test-repos-pull-requests_start_0_limit_200.json',
    ])('of pull requests on Data Center (%s)', async (pattern) => {
      for (const sample of readSamples(pattern)) {
        const filter = { status: 'any' } as const
        expect(await createDataCenter(sample).pullRequests.listPullRequests(repository, filter)).not.toEqual(
          [],
        )
      }
    })

    it('of repositories and comments on Data Center', async () => {
      for (const sample of readSamples('**/server/payload/1.0-projects-*-repos_start_0_limit_200.json')) {
        for await (const page of createDataCenter(sample).repositories.listRepositories('ACME'))
          expect(page).not.toEqual([])
      }
      for (const sample of readSamples('drone+go-scm/scm/driver/stash/testdata/pr_comments.json')) {
        const comments = await createDataCenter(sample).pullRequests.listComments(repository, 1)
        expect(comments.map(({ body }) => body)).toEqual(['this is a comment', 'this is a second comment'])
      }
    })
  },
)
