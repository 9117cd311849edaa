import { describe, expect, it } from 'vitest'
import { useForge } from '../use-forge.ts'
import { createEstate } from './create-estate.ts'

const use = useForge()

describe('createEstate', () => {
  it('makes as many repositories and modules as asked for, the same for the same seed', async () => {
    const { forge, octokit } = use()
    const options = { repositories: 7, modules: 30, seed: 5 }
    const estate = await createEstate(forge, options)
    const again = await createEstate(forge, { ...options, owner: 'twin' })
    expect(estate.flatMap(({ modules }) => modules)).toHaveLength(30)
    expect(again.map(({ headCommit }) => headCommit)).toEqual(estate.map(({ headCommit }) => headCommit))
    const { data } = await octokit.rest.repos.listForOrg({ org: 'acme', per_page: 100 })
    expect(data.map(({ name }) => name).toSorted()).toEqual(estate.map(({ name }) => name).toSorted())
    expect(new Set(estate.map(({ headCommit }) => headCommit)).size).toBe(7)
  })

  it('keeps each module where it says', async () => {
    const { forge } = use()
    for (const { owner, name, modules } of await createEstate(forge, {
      repositories: 3,
      modules: 8,
      seed: 2,
    })) {
      const files = await forge.people.readFiles(owner, name, 'main')
      for (const directory of modules)
        expect(files).toHaveProperty([directory === '.' ? 'main.tf' : `${directory}/main.tf`])
    }
  })
})
