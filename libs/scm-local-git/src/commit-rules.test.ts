import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { generator, type CommitRules } from '@groundplan/scm'
import { GitRepository, isolateGit, runGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { LocalGitReviewRepository } from './local-git-review-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const run = promisify(execFile)
const bot = { name: 'Catalog Bot', email: 'catalog-bot@bank.example' }
const service = { name: 'svc-groundplan', email: 'svc@bank.example' }
const ada = { name: 'Ada Lovelace', email: 'ada@localhost' }
const date = new Date('2026-01-02T03:04:05Z')

let directory: string
let rules: CommitRules
let repository: LocalGitReviewRepository
beforeEach(async () => {
  directory = join(await temporaryDirectory(), 'blueprints.git')
  rules = {}
  repository = await open()
})

const open = () =>
  LocalGitReviewRepository.open({
    ...{ directory, author: generator, initialFiles: [{ kind: 'write', path: 'README.md', content: 'x\n' }] },
    findRules: async () => rules,
  })
const git = (...args: readonly string[]) => runGit(directory, args)
const show = (commit: string, format: string) => git('show', '-s', `--format=${format}`, commit)

async function propose(content: string, parent?: string): Promise<string> {
  return repository.pushBranch({
    ...{ branch: 'a', parent: parent ?? (await repository.readHead()).commit, author: generator, date },
    changes: [{ kind: 'write', path: 'a.yaml', content }],
    message: 'Add blueprint a\n\nFrom platform, a at 0123.\n',
    about: { kind: 'proposal', blueprint: 'a', repository: 'platform' },
  })
}

describe('commit rules', () => {
  const company: CommitRules = {
    ...{ author: bot, committer: service, signOff: true },
    renderSubject: (subject, { repository: from }) => `PLAT-123 ${subject} [${from}]`,
    trailers: ({ kind }) => [`Kind: ${kind}`],
  }

  it('give each proposal its identity, message and sign-off', async () => {
    rules = company
    const commit = await propose('1')
    expect(await show(commit, '%an <%ae>|%cn <%ce>|%aI')).toBe(
      'Catalog Bot <catalog-bot@bank.example>|svc-groundplan <svc@bank.example>|2026-01-02T03:04:05+00:00',
    )
    const tree = await show(commit, '%T')
    expect((await show(commit, '%B')).trimEnd()).toBe(
      `PLAT-123 Add blueprint a [platform]

From platform, a at 0123.

Kind: proposal
Signed-off-by: svc-groundplan <svc@bank.example>
Groundplan-Tree: ${tree}`,
    )
    expect(await git('show', `${commit}:a.yaml`)).toBe('1')
  })

  it('make the same commit of the same input, one by one and many at once', async () => {
    rules = company
    const { commit: parent } = await repository.readHead()
    const commit = {
      ...{ parent, message: 'Add blueprint a\n', author: generator, date },
      changes: [{ kind: 'write', path: 'a.yaml', content: '1' }] as const,
    }
    const [first, second] = await repository.writeCommits([commit, { ...commit, message: 'Other\n' }])
    expect(await repository.pushBranch({ ...commit, branch: 'a' })).toBe(first)
    expect(await show(second ?? '', '%s')).toContain('Other')
  })

  it('count for merges and for the first commit of a repository as well', async () => {
    rules = company
    const tip = await propose('1')
    const about = { kind: 'merge', repository: 'platform' } as const
    const message = 'Add blueprint a (#1)\n\nApproved by Ada.\n'
    const merged = await repository.mergeBranch({ branch: 'a', commit: tip, message, author: ada, about })
    expect(await show(merged, '%an|%cn|%s|%(trailers:key=Signed-off-by,valueonly)')).toBe(
      'Catalog Bot|svc-groundplan|PLAT-123 Add blueprint a (#1) [platform]|svc-groundplan <svc@bank.example>\n',
    )
    directory = join(await temporaryDirectory(), 'other.git')
    repository = await open()
    expect(await show('main', '%an|%cn|%s')).toMatch(/^Catalog Bot\|svc-groundplan\|PLAT-123 Create the/)
  })

  it('leave reviewers their own decisions where no author is configured', async () => {
    rules = { committer: service }
    const tip = await propose('1')
    const merged = await repository.mergeBranch({ branch: 'a', commit: tip, message: 'x\n', author: ada })
    expect(await show(merged, '%an|%cn')).toBe('Ada Lovelace|svc-groundplan')
  })
})

describe('our own commits are recognised', () => {
  const isOurs = async (commit: string) =>
    (await repository.listOwnCommits(commit)).map(({ isGenerated }) => isGenerated)

  async function asPerson(commit: string, person: { name: string; email: string }) {
    const clone = await GitRepository.clone(directory, join(await temporaryDirectory(), 'clone'))
    await clone.git('checkout', '--quiet', commit)
    const who = ['-c', `user.name=${person.name}`, '-c', `user.email=${person.email}`]
    return {
      write: (content: string) => clone.write({ 'a.yaml': content }),
      commit: async (...args: readonly string[]) => {
        await clone.git(...who, 'commit', '--quiet', '--all', ...args)
        await clone.git('push', '--quiet', '--force', 'origin', 'HEAD:refs/heads/a')
        return clone.git('rev-parse', 'HEAD')
      },
    }
  }

  it('whoever their identity says they are by', async () => {
    const first = await propose('1')
    rules = { author: bot }
    const second = await propose('2', first)
    rules = { author: service }
    expect(await isOurs(await propose('3', second))).toEqual([true, true, true])
  })

  it('and those of a person with the same name and address are not', async () => {
    rules = { author: bot }
    const person = await asPerson(await propose('1'), bot)
    await person.write('2')
    expect(await isOurs(await person.commit('--message', 'Fix a'))).toEqual([false, true])
  })

  it('and one of ours that a person amended is not, though its message still says so', async () => {
    rules = { author: bot }
    const person = await asPerson(await propose('1'), bot)
    await person.write('2')
    expect(await isOurs(await person.commit('--amend', '--no-edit'))).toEqual([false])
  })

  it('also those that earlier versions made, without a mark', async () => {
    const old = await LocalGitReviewRepository.find(directory)
    const commit = {
      parent: (await repository.readHead()).commit,
      ...{ branch: 'a', message: 'Add blueprint a\n', author: generator, date },
      changes: [{ kind: 'write', path: 'a.yaml', content: '1' }] as const,
    }
    const tip = (await old?.pushBranch(commit)) ?? ''
    rules = { author: bot }
    expect(await isOurs(tip)).toEqual([true])
    const person = await asPerson(tip, { name: 'Somebody', email: generator.email })
    await person.write('2')
    expect(await isOurs(await person.commit('--message', 'x'))).toEqual([false, true])
  })

  it('in the history of a file, after a merge', async () => {
    rules = { author: bot }
    const tip = await propose('1')
    await repository.mergeBranch({ branch: 'a', commit: tip, message: 'Merge\n', author: ada })
    const person = await asPerson('main', bot)
    await person.write('2')
    await person.commit('--message', 'Fix')
    await git('update-ref', 'refs/heads/main', 'refs/heads/a')
    expect(await repository.findGenerated('a.yaml')).toBe(tip)
  })
})

const gpg = await run('gpg', ['--version']).catch(() => undefined)

describe('a signing key', () => {
  const leftOver = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('gp-sign-'))

  async function sshKey(passphrase = '') {
    const file = join(await temporaryDirectory(), 'key')
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-C', 'bot', '-f', file])
    const signers = `${file}.signers`
    await writeFile(signers, `${bot.email} ${await readFile(`${file}.pub`, 'utf8')}`)
    return { privateKey: await readFile(file, 'utf8'), signers }
  }

  it('of SSH signs proposals, batches and merges, and leaves no file behind', async () => {
    const { privateKey, signers } = await sshKey()
    rules = { author: bot, signingKey: { format: 'ssh', privateKey, source: 'GROUNDPLAN_SECRET_KEY' } }
    const before = await leftOver()
    const tip = await propose('1')
    const verify = (commit: string) =>
      git('-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', commit)
    await verify(tip)
    const { commit: parent } = await repository.readHead()
    const made = await repository.writeCommits([
      { parent, changes: [], message: 'One\n', author: generator, date },
      { parent: tip, merged: parent, changes: [], message: 'Two\n', author: ada, date },
    ])
    for (const commit of made) await verify(commit)
    expect(await show(made[1] ?? '', '%P')).toBe(`${tip} ${parent}`)
    await verify(await repository.mergeBranch({ branch: 'a', commit: tip, message: 'M\n', author: ada }))
    expect(await leftOver()).toEqual(before)
    expect((await repository.listOwnCommits(made[0] ?? '')).map((each) => each.isGenerated)).toEqual([true])
  })

  it('with a passphrase is refused with the name of its source and what to do', async () => {
    const { privateKey } = await sshKey('secret words')
    rules = { signingKey: { format: 'ssh', privateKey, source: 'GROUNDPLAN_SECRET_KEY' } }
    await expect(propose('1')).rejects.toMatchObject({
      message: expect.stringMatching(/^The signing key in GROUNDPLAN_SECRET_KEY has a passphrase/),
      hint: expect.stringContaining('ssh-keygen -p'),
    })
  })

  it('that is none is refused without quoting it', async () => {
    rules = { signingKey: { format: 'ssh', privateKey: 'hunter2', source: '/run/key' } }
    const failure = await propose('1').catch((error: unknown) => error)
    expect(failure).toMatchObject({ message: '/run/key does not contain a private key for signing commits.' })
    expect(JSON.stringify(failure)).not.toContain('hunter2')
  })

  describe.skipIf(gpg === undefined)('of GPG (skipped: gpg is not installed)', () => {
    async function gpgKey(passphrase = '') {
      // Paths of sockets are short.
      const home = join(tmpdir(), `gp-test-${process.pid}-${Math.random().toString(36).slice(2, 8)}`)
      await mkdir(home)
      await chmod(home, 0o700)
      const options = { env: { ...process.env, GNUPGHOME: home } }
      const quiet = ['--batch', '--pinentry-mode', 'loopback', '--passphrase', passphrase]
      const user = `${bot.name} <${bot.email}>`
      await run('gpg', [...quiet, '--quick-gen-key', user, 'ed25519', 'sign', 'never'], options)
      const { stdout } = await run('gpg', [...quiet, '--armor', '--export-secret-keys'], options)
      return { privateKey: stdout, home, stop: () => run('gpgconf', ['--kill', 'all'], options) }
    }

    it('signs', async () => {
      const { privateKey, home, stop } = await gpgKey()
      try {
        rules = { author: bot, signingKey: { format: 'gpg', privateKey, source: 'GROUNDPLAN_SECRET_KEY' } }
        const before = await leftOver()
        const tip = await propose('1')
        await runGit(directory, ['verify-commit', tip], { GNUPGHOME: home })
        expect(await leftOver()).toEqual(before)
      } finally {
        await stop()
      }
    })

    it('with a passphrase is refused with what to do', async () => {
      const { privateKey, stop } = await gpgKey('secret words')
      try {
        rules = { author: bot, signingKey: { format: 'gpg', privateKey, source: '/run/key.asc' } }
        await expect(propose('1')).rejects.toMatchObject({
          message: expect.stringMatching(/^The signing key in \/run\/key.asc has a passphrase/),
        })
      } finally {
        await stop()
      }
    })
  })
})
