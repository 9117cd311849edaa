import { startForge, type Forge } from '@groundplan/forge'
import { createHttpFetch } from '@groundplan/http'
import { isolateGit } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { BitbucketDataCenterHost } from './bitbucket-data-center-host.ts'

isolateGit()
let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

async function listTokens(owner: string): Promise<Readonly<Record<string, string | undefined>>> {
  const { webUrl, token } = forge.hosts['bitbucket-data-center']
  const wait = async () => {}
  const { repositories } = new BitbucketDataCenterHost({
    ...{ url: webUrl, token, wait, fetch: createHttpFetch({ service: 'bitbucket-data-center', wait }) },
  })
  const found: Record<string, string | undefined> = {}
  for await (const page of repositories.listRepositories(owner))
    for (const { name, changeToken } of page) found[name] = changeToken
  return found
}

it('tokens change with a push to any branch, also the first one, and stay otherwise', async () => {
  const owner = 'PUSHES'
  for (const name of ['calm', 'busy', 'empty'])
    await forge.people.createRepository({ owner, name, ...(name === 'empty' ? {} : { files: { a: 'a' } }) })
  const before = await listTokens(owner)
  expect(await listTokens(owner)).toEqual(before)
  await forge.people.commit(owner, 'busy', { branch: 'other', files: { a: 'b' } })
  await forge.people.commit(owner, 'empty', { files: { a: 'a' } })
  const after = await listTokens(owner)
  expect(after['calm']).toBe(before['calm'])
  expect(after['calm']).toBeDefined()
  expect(after['busy']).not.toBe(before['busy'])
  expect(after['empty']).not.toBe(before['empty'])
  expect(forge.violations).toEqual([])
})

it('there are none where the server keeps no hashes or refuses them, and repositories are listed all the same', async () => {
  const owner = 'REFUSED'
  await forge.people.createRepository({ owner, name: 'empty' })
  expect(await listTokens(owner)).toEqual({ empty: undefined })
  await forge.people.createRepository({ owner, name: 'calm', files: { a: 'a' } })
  forge.faults.inject(({ path }) =>
    path.includes('/mirroring/') ? { kind: 'refusal', reason: 'not-allowed' } : undefined,
  )
  expect(await listTokens(owner)).toEqual({ empty: undefined, calm: undefined })
  forge.faults.inject(undefined)
})
