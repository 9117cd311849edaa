import type { HostedRepository } from '@groundplan/scm'
import { describe, expect, test } from 'vitest'
import { RepositorySelection } from '../configuration.ts'
import { findSelection, selectRepositories } from './select-repositories.ts'
import { chooseBranch } from './choose-branch.ts'
import { selectsPath } from './selects-path.ts'

const now = new Date('2025-06-01T00:00:00Z')

function repository(values: Partial<HostedRepository> = {}): HostedRepository {
  const name = values.name ?? 'terraform-vpc'
  return {
    ...{ owner: 'acme', name, id: name, webUrl: '', gitUrl: '', defaultBranch: 'main' },
    ...{ archived: false, fork: false, topics: [], updatedAt: new Date('2025-05-01T00:00:00Z') },
    ...values,
  }
}

function select(values: object) {
  return RepositorySelection.parse({ host: 'github', owner: 'acme', ...values })
}

function reasonOf(selection: object, values: Partial<HostedRepository>): string | undefined {
  const { selected, leftOut } = selectRepositories(select(selection), [repository(values)], now)
  expect(selected.length + leftOut.length).toBe(1)
  return leftOut[0]?.reason.kind
}

describe('selectRepositories', () => {
  test.each<[object, Partial<HostedRepository>, string | undefined]>([
    [{}, {}, undefined],
    [{}, { owner: 'ACME' }, undefined],
    [{}, { owner: 'other' }, 'owner'],
    [{}, { archived: true }, 'archived'],
    [{ archived: true }, { archived: true }, undefined],
    [{}, { fork: true }, 'fork'],
    [{ forks: true }, { fork: true }, undefined],
    [{ include: ['terraform-*'] }, { name: 'Terraform-VPC' }, undefined],
    [{ include: ['ansible-*', 'terraform-?'] }, {}, 'not-included'],
    [{ exclude: ['*-vpc'] }, {}, 'excluded'],
    [{ topics: ['terraform', 'iac'] }, { topics: ['IaC'] }, undefined],
    [{ topics: ['terraform'] }, {}, 'topics'],
    [{ language: 'HCL' }, { language: 'hcl' }, undefined],
    [{ language: 'hcl' }, {}, 'language'],
    [{ 'updated-since': '2025-05-02' }, {}, 'not-updated'],
    [{ 'updated-since': '2025-05-01' }, {}, undefined],
    [{ 'updated-since': '30d' }, {}, 'not-updated'],
    [{ 'updated-since': '5w' }, {}, undefined],
    [{ 'updated-since': '30d' }, { updatedAt: undefined }, undefined],
  ])('%j takes %j unless: %s', (selection, values, reason) => {
    expect(reasonOf(selection, values)).toBe(reason)
  })

  test('says why in words', () => {
    const { leftOut } = selectRepositories(select({ 'updated-since': '30d' }), [repository()], now)
    expect(leftOut[0]?.reason.message).toBe('It was last updated on 2025-05-01, before 2025-05-02.')
  })

  test('the first selection that takes a repository counts', () => {
    const repositories = [select({ exclude: ['*-vpc'] }), select({ archived: true }), select({})]
    const found = (host: string) => findSelection({ repositories }, { host, repository: repository() }, now)
    expect(found('github')).toBe(repositories[1])
    expect(found('elsewhere')).toBeUndefined()
  })
})

describe('chooseBranch', () => {
  const branches = {
    names: ['release/9', 'work/x', 'main', 'release/10', 'release/10/fix', 'Release/2'],
    defaultBranch: 'main',
  }

  test.each<[string[], string | undefined]>([
    [['release/*', 'main'], 'release/10'],
    [['main', 'release/*'], 'main'],
    [['*', 'release/*'], 'main'],
    [['gone', 'work/*'], 'work/x'],
    [['release/**'], 'release/10/fix'],
    [['gone'], undefined],
  ])('of %j reads %s', (globs, expected) => {
    expect(chooseBranch(globs, branches)).toBe(expected)
    expect(chooseBranch(globs, { ...branches, names: branches.names.toReversed() })).toBe(expected)
  })
})

test('directories are taken by their globs', () => {
  const selection = select({ paths: { include: ['modules/**', '.'], exclude: ['**/legacy/**'] } })
  const taken = ['.', 'modules/a', 'modules/legacy/a', 'modules/legacy', 'other'].filter((path) =>
    selectsPath(selection, path),
  )
  expect(taken).toEqual(['.', 'modules/a'])
  expect(selectsPath(select({}), '.')).toBe(true)
})
