import { join } from 'node:path'
import { startForge, type Forge } from '@groundplan/forge'
import { isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { locateBlueprints } from './locate-blueprints.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
let forge: Forge
beforeAll(async () => {
  forge = await startForge()
})
afterAll(() => forge.close())

/** The files of the blueprint repository of this name, as a server with this home sees them. */
async function readFiles(home: string, kind: 'github' | 'bitbucket-data-center', address: string) {
  const { apiUrl, token } = forge.hosts[kind]
  const access = { apiUrl, token, username: undefined, webhookSecret: undefined }
  const place = await locateBlueprints({ home, blueprints: { address, kind, ...access } })
  const repository = await place.open()
  return (await repository.listEntries((await repository.readHead()).commit)).map(({ path }) => path)
}

it('keeps copies of repositories apart whose names look alike, and of one name at two hosts', async () => {
  const home = join(await temporaryDirectory(), 'home')
  for (const [owner, name] of [
    ['LIKE-THIS', 'one'],
    ['LIKE', 'THIS-one'],
  ] as const)
    await forge.people.createRepository({ owner, name, files: { [`${owner}.md`]: 'x\n' } })
  const { github, 'bitbucket-data-center': other } = forge.hosts
  expect(await readFiles(home, 'github', `${github.webUrl}/LIKE-THIS/one`)).toEqual(['LIKE-THIS.md'])
  expect(await readFiles(home, 'github', `${github.webUrl}/LIKE/THIS-one`)).toEqual(['LIKE.md'])
  const moved = `${other.webUrl}/projects/LIKE/repos/THIS-one`
  expect(await readFiles(home, 'bitbucket-data-center', moved)).toEqual(['LIKE.md'])
  expect(await readFiles(home, 'github', `${github.webUrl}/LIKE-THIS/one`)).toEqual(['LIKE-THIS.md'])
})
