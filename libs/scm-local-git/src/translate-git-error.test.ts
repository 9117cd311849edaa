import { describe, expect, it } from 'vitest'
import { isDamage } from './recognize-git-error.ts'
import { redactCredentials, translateGitError } from './translate-git-error.ts'

const subject = 'https://git.example.com/team/infra.git'

describe('what git prints', () => {
  it.each([
    [
      "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled",
      'requires credentials',
    ],
    ['remote: Invalid username or password.\nfatal: Authentication failed', 'requires credentials'],
    ["fatal: unable to access 'https://x/': The requested URL returned error: 403", 'requires credentials'],
    [
      "fatal: unable to access 'https://x/': The requested URL returned error: 404",
      'is not a git repository',
    ],
    ['git@example.com: Permission denied (publickey).\nfatal: Could not read from remote', 'SSH access'],
    ['Host key verification failed.', 'The SSH host key of'],
    ['@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.', 'has changed'],
    ["fatal: unable to access 'https://x/': Could not resolve host: x", 'Could not reach'],
    ['ssh: connect to host x port 22: Connection timed out', 'Could not reach'],
    ["remote: Repository not found.\nfatal: repository 'https://x/' not found", 'is not a git repository'],
    ["fatal: '/x' does not appear to be a git repository", 'is not a git repository'],
    ["fatal: detected dubious ownership in repository at '/x'", 'belongs to another user'],
    ['error: unable to create temporary file: No space left on device', 'No space left'],
    ["fatal: sha1 file '/x/tmp_pack' write error. Out of diskspace", 'No space left'],
    ["error: cannot lock ref 'x': Unable to create '/x.lock': Disk quota exceeded", 'No space left'],
    ["error: cannot lock ref 'x': Unable to create '/x.lock': Read-only file system", 'is read-only'],
    ['fatal: error reading /x/pack: Input/output error', 'Disk I/O error'],
    ["fatal: Unable to create '/x/refs/heads/main.lock': File exists.", 'Another git process is running in'],
    ['error: object file .git/objects/ab/cd is empty', 'is damaged'],
    ['fatal: loose object abc (stored in x) is corrupt', 'is damaged'],
    ['fatal: bad config line 1 in file config', 'is damaged'],
    ['Error: spawn git ENOENT', 'Program "git" not found'],
  ])('%j becomes a message with the next step', (output, message) => {
    const error = translateGitError(output, { subject, status: 128 })
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/./)
  })

  const access = "fatal: unable to access 'https://x/'"
  const granted = { subject, status: 128, grant: {} }
  it.each([
    ['fatal: Authentication failed', 'NotAllowedError', 'rejected the credentials'],
    [`${access}: The requested URL returned error: 401`, 'NotAllowedError', 'rejected the credentials'],
    [
      `remote: Permission to o/r.git denied to bot.\n${access}: The requested URL returned error: 403`,
      'NotAllowedError',
      'do not allow',
    ],
    [`${access}: The requested URL returned error: 404`, 'NotFoundError', 'does not exist'],
    ['remote: Repository not found.\nfatal: repository not found', 'NotFoundError', 'does not exist'],
    [
      '! refs/x:refs/x [remote rejected] (protected branch hook declined)',
      'NotAllowedError',
      'protected branch hook declined',
    ],
    [
      '! x:refs/heads/x [remote rejected] (pre-receive hook declined)',
      'NotAllowedError',
      'pre-receive hook declined',
    ],
    ['! x:refs/heads/x [rejected] (stale info)', 'ConflictError', 'has new commits'],
    ['! x:refs/heads/x [rejected] (non-fast-forward)', 'ConflictError', 'has new commits'],
    [
      "! x:refs/heads/x [remote rejected] (cannot lock ref 'refs/heads/x': is at a but expected b)",
      'ConflictError',
      'has new commits',
    ],
  ])('%j, with credentials of ours, is a %s', (output, name, message) => {
    expect(translateGitError(output, granted)).toMatchObject({
      name,
      message: expect.stringContaining(message),
    })
  })

  it.each([
    ['fatal: Authentication failed', 'Set GROUNDPLAN_SECRET_X in the server'],
    [`${access}: The requested URL returned error: 403`, 'the token in GROUNDPLAN_SECRET_X'],
    [`${access}: The requested URL returned error: 404`, 'the token in GROUNDPLAN_SECRET_X'],
  ])('%j names the variable that holds the token', (output, hint) => {
    const error = translateGitError(output, { subject, grant: { variable: 'GROUNDPLAN_SECRET_X' } })
    expect(error.hint).toContain(hint)
  })

  it.each([
    [`${access}: The requested URL returned error: 429`, 429],
    [
      `remote: You have exceeded a secondary rate limit\n${access}: The requested URL returned error: 403`,
      429,
    ],
    [`${access}: The requested URL returned error: 503`, 503],
    ['error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502', 502],
    ['error: RPC failed; curl 56 Recv failure: Connection reset by peer\nfatal: early EOF', 128],
    ['fetch-pack: unexpected disconnect while reading sideband packet\nfatal: early EOF', 128],
    ["fatal: unable to access 'https://x/': Empty reply from server", 128],
    ["fatal: Unable to create '/x/packed-refs.lock': File exists.", 128],
    ['fatal: remote error: upload-pack: not our ref abc', 128],
    ['! x:refs/heads/x [remote rejected] (unpacker error)', 128],
  ])('%j may be tried again', (output, status) => {
    expect(translateGitError(output, granted)).toMatchObject({
      name: 'ExternalServiceError',
      status,
      retryable: true,
    })
  })

  it('says what a host says about a push that it refuses', () => {
    const output =
      'remote: error: GH006: Protected branch update failed for refs/heads/main.\n! a:refs/heads/main [remote rejected] (protected branch hook declined)'
    expect(translateGitError(output, granted).message).toBe(
      `${subject} rejected the push: protected branch hook declined; error: GH006: Protected branch update failed for refs/heads/main.`,
    )
  })

  it('is not worth another try where only a person can help', () => {
    const output = `${access}: SSL certificate problem: unable to get local issuer certificate`
    expect(translateGitError(output, granted)).toMatchObject({
      retryable: false,
      hint: expect.stringContaining('GROUNDPLAN_CA_FILE'),
    })
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
