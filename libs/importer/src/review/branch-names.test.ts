import { newProposal } from '@groundplan/proposal/testing'
import type { Proposal } from '@groundplan/proposal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RegisteredRepository } from '../registry/repository-registry.ts'
import { foldName } from '../registry/store-forms.ts'
import { StoreNames } from '../registry/store-names.ts'
import { BranchNames, type BranchSubject } from './branch-names.ts'
import { BlueprintNames } from '../naming/name-blueprints.ts'

const repository = (store: string, more: Partial<RegisteredRepository> = {}): RegisteredRepository => ({
  ...{ host: 'github', id: store, store, formerStores: [], owner: 'acme', name: store, formerNames: [] },
  ...{ address: '', ...more },
})
const review = (group: 'module' | 'repository' | 'owner' | 'all', branchPrefix = 'groundplan/') => ({
  group,
  branchPrefix,
})
const subject = (store: string, more: Partial<BranchSubject> = {}): BranchSubject => ({
  ...{ blueprint: store, store, host: 'github', owner: 'acme', ...more },
})
const open = (branch: string, blueprint: string, store: string): Proposal => ({
  ...newProposal({ branch, blueprint, source: { store, path: '.', commit: 'c', address: '' } }),
  number: 1,
})

describe('branches', () => {
  it('are named after what they bring', () => {
    const of = (group: Parameters<typeof review>[0]) =>
      new BranchNames({ review: review(group) }).nameOf(subject('Platform', { blueprint: 'vpc' }))
    expect([of('module'), of('repository'), of('owner'), of('all')]).toEqual([
      ...['groundplan/vpc', 'groundplan/platform', 'groundplan/acme', 'groundplan/blueprints'],
    ])
  })

  it.each(['dashboard', 'configure', 'editor-schemas', 'blueprints', 'vpc-retire'])(
    'are never those of our own, as for a repository called %s',
    (name) => {
      const names = new BranchNames({ review: review('repository') })
      expect(names.nameOf(subject(name))).toMatch(new RegExp(`^groundplan/${name}-\\w{6}$`))
    },
  )

  it.each([
    ['alike in their first 60 characters', `${'a'.repeat(60)}-x`, `${'a'.repeat(60)}-y`],
    ['different in case', 'Network', 'network'],
    ['without ASCII letters', 'сети', '网络'],
  ])('are different for repositories that are %s; the first one keeps the plain name', (_, one, other) => {
    const stores = new StoreNames([one, other].map((store) => repository(store)))
    const names = new BranchNames({ review: review('repository'), stores })
    const [first, second] = [names.nameOf(subject(one)), names.nameOf(subject(other))]
    expect(second).toMatch(new RegExp(`^${first}-\\w{6}$`))
    // Also if nothing of the first one is read this time.
    expect(new BranchNames({ review: review('repository'), stores }).nameOf(subject(other))).toBe(second)
  })

  it('of one owner on two hosts are two', () => {
    const stores = new StoreNames([repository('a'), repository('b', { host: 'bitbucket' })])
    const names = new BranchNames({ review: review('owner'), stores })
    expect(names.nameOf(subject('a'))).toBe('groundplan/acme')
    expect(names.nameOf(subject('b', { host: 'bitbucket' }))).toMatch(/^groundplan\/acme-\w{6}$/)
  })

  it('stay free of what is open for others, and of their folders', () => {
    const taken = [open('groundplan/platform', 'vpc', 'other'), open('groundplan/data/lake', 'lake', 'lake')]
    const names = new BranchNames({ review: review('repository'), open: taken })
    expect(names.nameOf(subject('platform'))).toMatch(/^groundplan\/platform-\w{6}$/)
    expect(names.nameOf(subject('data'))).toMatch(/^groundplan\/data-\w{6}$/)
  })

  it('are never folders of branches that others have, nor below one', () => {
    const existing = ['main', 'groundplan/platform/try', 'Groundplan/Data/x']
    const names = new BranchNames({ review: review('repository'), existing })
    expect(names.nameOf(subject('platform'))).toMatch(/^groundplan\/platform-\w{6}$/)
    expect(names.nameOf(subject('data'))).toMatch(/^groundplan\/data-\w{6}$/)
    expect(names.nameOf(subject('network'))).toBe('groundplan/network')
    const below = new BranchNames({ review: review('repository', 'main/'), existing })
    expect(() => below.nameOf(subject('network'))).toThrow(
      'because the blueprint repository has the branch "main"',
    )
    const belowOpen = new BranchNames({
      review: review('repository', 'groundplan/vpc/'),
      open: [open('groundplan/vpc', 'vpc', 'vpc')],
    })
    expect(() => belowOpen.nameOf(subject('network'))).toThrow('No branch can begin with "groundplan/vpc/"')
  })

  it('take in what comes to a renamed repository while its old branch is open', () => {
    const stores = new StoreNames([repository('network-modules', { formerStores: ['tf-net'] })])
    const situation = { review: review('repository'), stores }
    const before = new BranchNames({ ...situation, open: [open('groundplan/tf-net', 'vpc', 'tf-net')] })
    expect(before.nameOf(subject('network-modules'))).toBe('groundplan/tf-net')
    expect(new BranchNames(situation).nameOf(subject('network-modules'))).toBe('groundplan/network-modules')
  })

  it('of any repositories and modules are different, fit for git, and none is a folder of another', () => {
    const text = fc.oneof(
      fc.constantFrom(
        'a',
        'A',
        'a-retire',
        'dashboard',
        'configure',
        'editor-schemas',
        'blueprints',
        'сети',
        'x'.repeat(80),
        'a/a',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
    )
    const module = fc.record({ store: text, path: text, owner: text, host: fc.constantFrom('h', 'g') })
    const group = fc.constantFrom('module', 'repository', 'owner' as const)
    fc.assert(
      fc.property(fc.array(module, { maxLength: 12 }), group, (modules, by) => {
        const byStore = new Map(modules.map((each) => [each.store, each]))
        const repositories = [...byStore.values()].map(({ store, owner, host }) =>
          repository(store, { owner, host }),
        )
        const blueprints = new BlueprintNames([])
        blueprints.give(modules)
        const stores = new StoreNames(repositories)
        const names = new BranchNames({ review: review(by as 'owner'), stores })
        const branches = new Map<string, string>()
        for (const { store, path } of modules) {
          const { owner = '', host = '' } = byStore.get(store) ?? {}
          const blueprint = blueprints.find({ store, path }) ?? ''
          const each = { blueprint, store, owner, host }
          const groups = { module: blueprint, repository: store, owner: `${host}\0${foldName(owner)}` }
          const key = groups[by as 'owner']
          for (const [kind, name] of [
            ['', names.nameOf(each)] as const,
            ['retire', names.nameRetirement(each)] as const,
          ]) {
            expect(branches.get(name) ?? `${kind} ${key}`).toBe(`${kind} ${key}`)
            branches.set(name, `${kind} ${key}`)
          }
        }
        const all = [...branches.keys()]
        expect(new Set(all.map(foldName)).size).toBe(all.length)
        for (const name of all) {
          expect(name).toMatch(/^groundplan\/[a-z0-9]+(?:-[a-z0-9]+)*$/)
          expect(
            ['dashboard', 'configure', 'editor-schemas'].map((own) => `groundplan/${own}`),
          ).not.toContain(name)
        }
      }),
    )
  })
})
