import { describe, expect, test } from 'vitest'
import { findOwnerReviewers } from './find-owner-reviewers.ts'
import { parseCodeOwners } from './parse-code-owners.ts'

function reviewers(text: string, ...paths: readonly string[]) {
  return findOwnerReviewers(parseCodeOwners('CODEOWNERS', text), paths)
}

describe('findOwnerReviewers', () => {
  test('distinguishes users, teams and addresses, and omits roles', () => {
    expect(reviewers('* @alice @acme/platform bob@acme.example @@owner', 'modules/vpc/main.tf')).toEqual({
      users: ['alice'],
      teams: ['acme/platform'],
      emails: ['bob@acme.example'],
    })
  })

  test('lists every owner of the files, owners of the most files first', () => {
    const text = '* @few\n/modules/vpc/ @most @also\n/modules/vpc/README.md @docs'
    const paths = ['main.tf', 'README.md', 'outputs.tf'].map((name) => `modules/vpc/${name}`)
    expect(reviewers(text, ...paths).users).toEqual(['most', 'also', 'docs'])
    expect(reviewers(text, 'README.md', ...paths).users).toEqual(['most', 'also', 'few', 'docs'])
  })

  test('requests no reviewers without owners', () => {
    const nobody = { users: [], teams: [], emails: [] }
    expect(reviewers('* @a\n/free/', 'free/main.tf')).toEqual(nobody)
    expect(reviewers('* @a')).toEqual(nobody)
    expect(reviewers('', '../main.tf', '/main.tf', 'main.tf')).toEqual(nobody)
  })
})
