import { expect, test } from 'vitest'
import { parseAddress } from './import-source.ts'

const repository = 'https://github.com/org/repo'

test.each([
  [
    'https://github.com/org/repo.git//terraform/s3',
    { repository, store: 'repo', path: 'terraform/s3', revision: {} },
  ],
  ['github.com/org/repo//s3', { repository, store: 'repo', path: 's3', revision: {} }],
  ['github.com/org/repo/terraform/s3', { repository, store: 'repo', path: 'terraform/s3', revision: {} }],
  ['https://github.com/org/repo', { repository, store: 'repo', path: '.', revision: {} }],
  [
    'git@github.com:org/repo.git//s3?ref=v1',
    { repository, store: 'repo', path: 's3', revision: { branch: 'v1' } },
  ],
  [
    'http://joe:s3cret@git.example.com:8443/scm/TOR/devops.git',
    { repository: 'https://git.example.com:8443/scm/TOR/devops', store: 'devops', path: '.', revision: {} },
  ],
  ['terraform/s3', undefined],
  ['./modules/s3', undefined],
  ['', undefined],
])('%s', (text, address) => {
  expect(parseAddress(text)).toEqual(address)
})
