import { beforeEach, describe, expect, it } from 'vitest'
import type { RegisteredRepository, RepositoryRegistry } from './repository-registry.ts'

const terraform: RegisteredRepository = {
  host: 'bitbucket',
  id: '42',
  store: 'PAY/terraform',
  formerStores: ['terraform'],
  owner: 'PAY',
  name: 'terraform',
  formerNames: ['OLD/terraform', 'OLD/tf'],
  address: 'https://bitbucket.example.com/scm/pay/terraform.git',
  missing: { reason: 'deleted', since: new Date('2026-01-02T03:04:05.678Z'), listings: 2 },
}
const folder: RegisteredRepository = {
  host: '',
  id: '/srv/модули',
  store: 'модули',
  formerStores: [],
  owner: 'srv',
  name: 'модули',
  formerNames: [],
  address: '/srv/модули',
}

/** What every RepositoryRegistry promises. `open` gives an empty one. */
export function testRepositoryRegistry(name: string, open: () => Promise<RepositoryRegistry>): void {
  describe(`${name} as a RepositoryRegistry`, () => {
    let registry: RepositoryRegistry
    beforeEach(async () => {
      registry = await open()
    })

    it('gives back what it was given, in the order in which it was first saved', async () => {
      await registry.save([terraform])
      await registry.save([folder, { ...folder, id: '/srv/a' }])
      await registry.save([{ ...terraform, store: 'x', missing: undefined }, terraform])
      expect(await registry.list()).toEqual([terraform, folder, { ...folder, id: '/srv/a' }])
    })

    it('tells hosts and ids apart', async () => {
      await registry.save([terraform, { ...terraform, host: 'other' }, { ...terraform, id: '4' }])
      await registry.save([{ ...terraform, store: 'renamed' }])
      expect((await registry.list()).map(({ host, id, store }) => [host, id, store])).toEqual([
        ['bitbucket', '42', 'renamed'],
        ['other', '42', 'PAY/terraform'],
        ['bitbucket', '4', 'PAY/terraform'],
      ])
    })

    it('lets several identities share a store: a clone is the same repository', async () => {
      await registry.save([terraform, { ...folder, store: terraform.store }])
      expect((await registry.list()).map(({ store }) => store)).toEqual([terraform.store, terraform.store])
    })

    it('forgets what is removed and nothing else', async () => {
      await registry.save([terraform, folder])
      await registry.remove([terraform, { host: 'unknown', id: '1' }])
      expect(await registry.list()).toEqual([folder])
      await registry.remove([])
      await registry.save([])
      expect(await registry.list()).toEqual([folder])
    })

    it('keeps thousands at once', async () => {
      const many = Array.from({ length: 6000 }, (_, index) => ({ ...folder, id: `/srv/${index}` }))
      await registry.save(many)
      expect((await registry.list()).map(({ id }) => id)).toEqual(many.map(({ id }) => id))
    })
  })
}
