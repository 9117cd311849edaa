import { expect, it } from 'vitest'
import { commitUrl, repositoryUrl, sourceUrl } from './source-url.ts'

const commit = 'a'.repeat(40)
const at = (address: string, path = 'modules/a b', line?: number) =>
  sourceUrl({ address, commit, path, line })

it.each([
  ['https://github.com/acme/estate.git', `https://github.com/acme/estate/blob/${commit}/modules/a%20b#L7`],
  ['git@github.com:acme/estate.git', `https://github.com/acme/estate/blob/${commit}/modules/a%20b#L7`],
  [
    'ssh://git@github.acme.com:2222/acme/estate',
    `https://github.acme.com/acme/estate/blob/${commit}/modules/a%20b#L7`,
  ],
  [
    'https://bitbucket.org/acme/estate',
    `https://bitbucket.org/acme/estate/src/${commit}/modules/a%20b#lines-7`,
  ],
  [
    'https://git.acme.com/bb/scm/plat/estate.git',
    `https://git.acme.com/bb/projects/PLAT/repos/estate/browse/modules/a%20b?at=${commit}#7`,
  ],
  [
    'https://git.acme.com/projects/PLAT/repos/estate',
    `https://git.acme.com/projects/PLAT/repos/estate/browse/modules/a%20b?at=${commit}#7`,
  ],
  [
    'https://git.acme.com/scm/~ada/estate.git',
    `https://git.acme.com/users/ada/repos/estate/browse/modules/a%20b?at=${commit}#7`,
  ],
])('shows a line of %s at its host', (address, url) => {
  expect(at(address, 'modules/a b', 7)).toBe(url)
})

it('shows directories, and the root', () => {
  expect(at('https://github.com/acme/estate')).toBe(
    `https://github.com/acme/estate/tree/${commit}/modules/a%20b`,
  )
  expect(at('https://github.com/acme/estate', '.')).toBe(`https://github.com/acme/estate/tree/${commit}`)
  expect(at('https://bitbucket.org/acme/estate', '.')).toBe(
    `https://bitbucket.org/acme/estate/src/${commit}/`,
  )
})

it.each([
  '/srv/estate',
  'C:\\estate',
  'file:///srv/estate',
  'https://git.acme.com/a/b',
  'javascript:alert(1)',
  '',
])('knows no page for %s', (address) => {
  expect(at(address, 'main.tf', 1)).toBeUndefined()
})

it.each([
  [
    'github',
    'https://git.acme.com/acme/estate.git',
    'https://git.acme.com/acme/estate',
    `https://git.acme.com/acme/estate/commit/${commit}`,
    `https://git.acme.com/acme/estate/blob/${commit}/main.tf#L7`,
  ],
  [
    'bitbucket-cloud',
    'https://bitbucket.acme.com/acme/estate.git',
    'https://bitbucket.acme.com/acme/estate',
    `https://bitbucket.acme.com/acme/estate/commits/${commit}`,
    `https://bitbucket.acme.com/acme/estate/src/${commit}/main.tf#lines-7`,
  ],
  [
    'bitbucket-data-center',
    'https://git.acme.com/scm/pay/estate.git',
    'https://git.acme.com/projects/PAY/repos/estate/browse',
    `https://git.acme.com/projects/PAY/repos/estate/commits/${commit}`,
    `https://git.acme.com/projects/PAY/repos/estate/browse/main.tf?at=${commit}#7`,
  ],
  [
    'bitbucket-data-center',
    'ssh://git@git.acme.com:7999/pay/estate.git',
    'https://git.acme.com/projects/PAY/repos/estate/browse',
    `https://git.acme.com/projects/PAY/repos/estate/commits/${commit}`,
    `https://git.acme.com/projects/PAY/repos/estate/browse/main.tf?at=${commit}#7`,
  ],
] as const)('knows the pages of %s wherever it is: %s', (kind, address, repository, atCommit, atLine) => {
  expect(repositoryUrl({ kind, address })).toBe(repository)
  expect(commitUrl({ kind, address, commit })).toBe(atCommit)
  expect(sourceUrl({ kind, address, commit, path: 'main.tf', line: 7 })).toBe(atLine)
})

it('a folder has no page, whatever is said of its host', () => {
  expect(repositoryUrl({ kind: 'local-git', address: 'https://github.com/acme/estate' })).toBeUndefined()
  expect(repositoryUrl({ kind: 'github', address: '/srv/estate' })).toBeUndefined()
})
