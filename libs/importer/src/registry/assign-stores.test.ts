import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assignStores, type FoundRepository, type StoreSituation } from './assign-stores.ts'
import { repositoryKey, type RegisteredRepository } from './repository-registry.ts'
import { foldName } from './store-forms.ts'

const found = (owner: string, name: string, more: Partial<FoundRepository> = {}): FoundRepository => ({
  ...{ host: 'bitbucket', id: `${owner}-${name}`, owner, name },
  address: `https://git.example.com/scm/${owner}/${name}.git`,
  ...more,
})
const folder = (address: string): FoundRepository => ({
  ...{ host: '', id: address, owner: '', name: address.split('/').at(-1) ?? '', address },
})
const empty: StoreSituation = { registered: [], claims: [], present: new Set() }
const assign = (all: readonly FoundRepository[], situation: Partial<StoreSituation> = {}) =>
  assignStores(all, { ...empty, present: new Set(all.map(repositoryKey)), ...situation })
const stores = (all: readonly FoundRepository[], situation: Partial<StoreSituation> = {}) => {
  const { repositories } = assign(all, situation)
  return all.map((each) => repositories.get(repositoryKey(each))?.store)
}
const registered = (all: readonly FoundRepository[]): readonly RegisteredRepository[] => [
  ...assign(all).repositories.values(),
]

describe('new repositories', () => {
  it('get their short names', () => {
    expect(stores([found('PAY', 'terraform'), found('RISK', 'network')])).toEqual(['terraform', 'network'])
  })

  it('of one name get the owner in front, all of them, in whatever order they are listed', () => {
    const namesakes = [found('PAY', 'terraform'), found('RISK', 'Terraform'), found('RISK', 'network')]
    const expected = ['PAY/terraform', 'RISK/Terraform', 'network']
    expect(stores(namesakes)).toEqual(expected)
    expect(stores(namesakes.toReversed())).toEqual(expected.toReversed())
  })

  it('of one name and owner on two hosts get the host in front', () => {
    const github = found('acme', 'terraform', { host: 'github' })
    expect(stores([found('acme', 'terraform'), github, found('RISK', 'terraform')])).toEqual([
      'bitbucket/acme/terraform',
      'github/acme/terraform',
      'RISK/terraform',
    ])
  })

  it('are told apart where only blueprint names would be the same', () => {
    expect(stores([found('PAY', 'aws_vpc'), found('RISK', 'aws-vpc')])).toEqual([
      'PAY/aws_vpc',
      'RISK/aws-vpc',
    ])
    expect(stores([found('PAY', 'aws_vpc'), found('PAY', 'aws-vpc')])).toEqual(['aws_vpc', 'aws-vpc'])
    expect(stores([found('PAY', 'сети'), found('RISK', '网络')])).toEqual(['сети', '网络'])
  })

  it('in folders of one name get the folder above in front', () => {
    expect(stores([folder('/x/modules'), folder('/y/modules')])).toEqual(['x/modules', 'y/modules'])
    expect(stores([folder('/modules'), folder('git@github.com:acme/modules')])).toEqual([
      'modules',
      'acme/modules',
    ])
  })

  it('do not take the name of a registered one, which keeps it', () => {
    const first = found('PAY', 'terraform')
    const all = [found('RISK', 'terraform'), first]
    expect(stores(all, { registered: registered([first]) })).toEqual(['RISK/terraform', 'terraform'])
    // Also if only the new one was pushed to, or the old one cannot be listed.
    expect(stores([all[0] as FoundRepository], { registered: registered([first]) })).toEqual([
      'RISK/terraform',
    ])
  })

  it('do not take a name that blueprints of an unknown repository use', () => {
    const claims = [{ store: 'Terraform', address: '/elsewhere', commits: ['c'] }]
    expect(stores([found('PAY', 'terraform')], { claims })).toEqual(['PAY/terraform'])
  })
})

describe('repositories that are known by their blueprints', () => {
  it('take over the store at their address', () => {
    const repository = found('PAY', 'terraform')
    const claims = [{ store: 'terraform', address: repository.address.replace(/\.git$/, ''), commits: [] }]
    expect(stores([found('RISK', 'terraform'), repository], { claims })).toEqual([
      'RISK/terraform',
      'terraform',
    ])
  })

  it('take over a store whose commits they have', () => {
    const [own, other] = [found('PAY', 'terraform'), found('RISK', 'terraform')]
    const claims = [{ store: 'terraform', commits: ['c'] }]
    const shared = new Map([[repositoryKey(own), new Set(['terraform'])]])
    expect(stores([own, other], { claims, shared })).toEqual(['terraform', 'RISK/terraform'])
  })

  it('leave it to the original if a fork has the commits, too', () => {
    const [original, fork] = [found('Z', 'terraform'), found('A', 'terraform', { fork: true })]
    const claims = [{ store: 'terraform', commits: ['c'] }]
    const shared = new Map([original, fork].map((each) => [repositoryKey(each), new Set(['terraform'])]))
    expect(stores([fork, original], { claims, shared })).toEqual(['A/terraform', 'terraform'])
  })

  it('are the same repository as a folder or an address that somebody imported', () => {
    const local = folder('/home/ada/terraform')
    const hosted = found('PAY', 'terraform')
    const shared = new Map([[repositoryKey(hosted), new Set(['terraform'])]])
    expect(stores([hosted], { registered: registered([local]), shared })).toEqual(['terraform'])
    expect(stores([folder(hosted.address)], { registered: registered([hosted]) })).toEqual(['terraform'])
  })
})

describe('a renamed repository', () => {
  const before = found('PAY', 'tf-net')
  const renamed = (owner: string, name: string) => found(owner, name, { id: before.id })

  it('is followed by its id, and keeps the old name from others', () => {
    const now = renamed('PAY', 'network-modules')
    const { repositories } = assign([now, found('RISK', 'tf-net')], { registered: registered([before]) })
    expect([...repositories.values()]).toMatchObject([
      {
        store: 'network-modules',
        formerStores: ['tf-net'],
        formerNames: ['PAY/tf-net'],
        address: now.address,
      },
      { store: 'RISK/tf-net' },
    ])
    const back = assign([before], { registered: [...repositories.values()] }).repositories
    expect([...back.values()]).toMatchObject([{ store: 'tf-net', formerStores: ['network-modules'] }])
  })

  it('keeps its store if only the owner is another one', () => {
    const { repositories } = assign([renamed('RISK', 'tf-net')], { registered: registered([before]) })
    expect([...repositories.values()]).toMatchObject([
      { store: 'tf-net', formerStores: [], formerNames: ['PAY/tf-net'], owner: 'RISK' },
    ])
  })

  it('gets the new owner in front if it had the old one there', () => {
    const known = registered([before, found('RISK', 'tf-net')])
    expect(stores([renamed('SAVE', 'tf-net')], { registered: known })).toEqual(['SAVE/tf-net'])
  })

  it('does not take the name of another one, not even in exchange', () => {
    const [a, b] = [found('PAY', 'a', { id: '1' }), found('PAY', 'b', { id: '2' })]
    const swapped = [found('PAY', 'b', { id: '1' }), found('PAY', 'a', { id: '2' })]
    expect(stores(swapped, { registered: registered([a, b]) })).toEqual(['PAY/b', 'PAY/a'])
  })

  it('keeps the store that older versions gave it, whose place they did not record', () => {
    const known = registered([before]).map((each) => ({ ...each, owner: '', name: '', address: '' }))
    expect(stores([renamed('PAY', 'network')], { registered: known })).toEqual(['tf-net'])
  })
})

describe('a repository that was deleted and created again', () => {
  const before = found('PAY', 'terraform', { id: '1' })
  const again = found('PAY', 'terraform', { id: '2' })

  it('takes the place of the old one', () => {
    const { repositories, replaced } = assign([again], { registered: registered([before]) })
    expect([...repositories.values()]).toMatchObject([{ id: '2', store: 'terraform' }])
    expect(replaced).toMatchObject([{ id: '1' }])
  })

  it('does not if the old one is still there under another name', () => {
    const moved = found('PAY', 'terraform-old', { id: '1' })
    const known = registered([before])
    expect(stores([again, moved], { registered: known })).toEqual(['PAY/terraform', 'terraform-old'])
    // Nor if nobody selects that any more.
    const present = new Set([again, moved].map(repositoryKey))
    expect(stores([again], { registered: known, present })).toEqual(['PAY/terraform'])
  })
})

const name = fc.oneof(
  fc.constantFrom('terraform', 'Terraform', 'tf_aws', 'tf-aws', 'PAY-terraform', 'сети', 'Сети', 'a', 'b'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).filter((text) => !/[/\0]/.test(text)),
)
const repository = fc
  .record({
    host: fc.constantFrom('', 'github', 'bitbucket'),
    owner: fc.constantFrom('PAY', 'pay', 'RISK', '~ada'),
    name,
    id: fc.nat({ max: 8 }).map(String),
  })
  .map((each) => ({ ...each, address: `https://${each.host}/${each.owner}/${each.name}` }))
const estate = fc.uniqueArray(repository, { selector: repositoryKey, maxLength: 12 })

describe('any repositories', () => {
  it('get stores of their own, whatever the order, and keep them', () => {
    fc.assert(
      fc.property(estate, estate, (first, second) => {
        const ofHosts = [first, second].map((all) => all.filter(({ host }) => host !== ''))
        let known: readonly RegisteredRepository[] = []
        for (const all of ofHosts) {
          const { repositories, replaced } = assign(all, { registered: known })
          const again = assign(all.toReversed(), { registered: known }).repositories
          expect(new Map([...again].toSorted())).toEqual(new Map([...repositories].toSorted()))
          const gone = new Set(replaced.map(repositoryKey))
          const rows = new Map(known.map((each) => [repositoryKey(each), each]))
          for (const [key, each] of repositories) rows.set(key, each)
          known = [...rows.values()].filter((each) => !gone.has(repositoryKey(each)))
          expect(new Set(known.map(({ store }) => foldName(store))).size).toBe(known.length)
          const settled = assign(all, { registered: known })
          expect(all.map((each) => settled.repositories.get(repositoryKey(each)))).toEqual(
            all.map((each) => rows.get(repositoryKey(each))),
          )
        }
      }),
    )
  })
})
