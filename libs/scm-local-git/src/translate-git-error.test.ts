import { describe, expect, it } from 'vitest'
import { isDamage, redactCredentials, translateGitError } from './translate-git-error.ts'

const subject = 'https://git.example.com/team/infra.git'

describe('what git prints', () => {
  it.each([
    [
      "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled",
      'wants credentials',
    ],
    ['remote: Invalid username or password.\nfatal: Authentication failed', 'wants credentials'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", 'wants credentials'],
    [
      "fatal: unable to access 'https://x/': The requested URL returned error: 404",
      'is not a git repository',
    ],
    ['git@example.com: Permission denied (publickey).\nfatal: Could not read from remote', 'SSH access'],
    ['Host key verification failed.', 'SSH access'],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", 'cannot be reached'],
    ['ssh: connect to host x port 22: Connection timed out', 'cannot be reached'],
    ["remote: Repository not found.\nfatal: repository 'https://x/' not found", 'is not a git repository'],
    ["fatal: '/x' does not appear to be a git repository", 'is not a git repository'],
    ["fatal: detected dubious ownership in repository at '/x'", 'belongs to another user'],
    ['error: unable to create temporary file: No space left on device', 'no space left'],
    ["fatal: Unable to create '/x/refs/heads/main.lock': File exists.", 'Another git works on'],
    ['error: object file .git/objects/ab/cd is empty', 'is damaged'],
    ['fatal: loose object abc (stored in x) is corrupt', 'is damaged'],
    ['fatal: bad config line 1 in file config', 'is damaged'],
    ['Error: spawn git ENOENT', 'program "git" was not found'],
  ])('%j becomes a message with the next step', (output, message) => {
    const error = translateGitError(output, { subject, status: 128 })
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/./)
  })

  it('is given as it is if it means nothing to us, its first complaint only, without credentials', () => {
    const output = "warning: x\nfatal: odd thing at 'https://ada:s3c@ret@git.example.com/'\nmore"
    const error = translateGitError(output, { subject, status: 128 })
    expect(error.message).toBe(`git failed on ${subject}: fatal: odd thing at 'https://git.example.com/'`)
    expect(error).toMatchObject({ service: 'git', status: 128, retryable: false })
  })

  it.each(['fatal: bad ref 403abc', "fatal: pathspec 'ENOENT' did not match", "error: 'x 404' is odd"])(
    'is not misread because of a name in it: %j',
    (output) => {
      expect(translateGitError(output, { subject }).message).toMatch(/^git failed on/)
    },
  )

  it('tells a damage from everything else', () => {
    expect(isDamage(translateGitError('fatal: bad object HEAD', { subject }))).toBe(true)
    expect(isDamage(translateGitError('Connection refused', { subject }))).toBe(false)
  })
})

describe('redactCredentials', () => {
  it.each([
    ['https://ada:s3cret@host/x', 'https://host/x'],
    ['a https://t0ken@host/x b ssh://git:p@ss@host/y c', 'a https://host/x b ssh://host/y c'],
    ['https://host/@scope/x', 'https://host/@scope/x'],
    ['git@host:x', 'git@host:x'],
  ])('makes %j to %j', (text, redacted) => {
    expect(redactCredentials(text)).toBe(redacted)
  })
})
