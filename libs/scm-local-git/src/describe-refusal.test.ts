import { expect, it } from 'vitest'
import { translateGitError } from './translate-git-error.ts'

const subject = 'https://git.example.com/acme/blueprints.git'
const refuse = (said: string, reason = 'pre-receive hook declined') =>
  translateGitError(
    `${said
      .split('\n')
      .map((line) => `remote: ${line}`)
      .join('\n')}\n! x:refs/heads/x [remote rejected] (${reason})`,
    { subject, grant: {} },
  )

it.each([
  ['refs/heads/x: 1234: No JIRA Issue found in commit message.', 'commits.message'],
  ['You can only push your own commits in this repository', 'commits.author'],
  ['Commit 1234: committer email ada@localhost does not match your account', 'commits.committer'],
  ["refs/heads/x: Invalid branch name. 'x' does not match regex 'feature/.*'", 'pull-requests.branch-prefix'],
  ['Commit 1234 has no Signed-off-by line', 'commits.sign-off'],
  ['error: GH006: Protected branch update failed for refs/heads/x.', 'pull-requests.branch-prefix'],
  [
    'error: GH013: Repository rule violations found for refs/heads/x.\n- Commits must have verified signatures.',
    'commits.signing-key',
  ],
  [
    'error: GH013: Repository rule violations found for refs/heads/x.\n- Cannot create ref due to creations being restricted.',
    'pull-requests.branch-prefix',
  ],
  ['GL-1: Commit message does not follow the pattern', 'commits.message'],
])('a refusal with the words %j names %s', (said, key) => {
  expect(refuse(said)).toMatchObject({
    code: 'not-allowed',
    message: expect.stringContaining(said.split('\n')[0] ?? ''),
    hint: expect.stringMatching(new RegExp(`\`${key}.*groundplan\\.yaml`)),
    details: {
      onboardingHint: expect.stringMatching(new RegExp(`GROUNDPLAN_ONBOARDING_CONFIG names, .*\`${key}`)),
    },
  })
})

it('names every key where several rules refuse', () => {
  const { hint } = refuse('No JIRA Issue found in commit message.\nYou can only push your own commits')
  expect(hint).toMatch(/commits\.author.*commits\.message/)
})

it('says where to look if the words mean nothing to us, without control characters and credentials', () => {
  const error = refuse('\u001b[31mComputer says no\u001b[0m https://me:pw@git.example.com/')
  expect(error.message).toContain('Computer says no')
  expect(error.message).not.toMatch(/[\u0000-\u001f]|me:pw/)
  expect(error.hint).toContain('branch rules and hooks of the host')
})
