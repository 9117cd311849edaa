import { runGit } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { useForge } from './use-forge.ts'

const use = useForge()
const files = { 'main.tf': 'terraform {}\n', 'modules/vpc/main.tf': 'resource "a" "b" {}\n' }

beforeEach(async () => {
  await use().forge.people.createRepository({ owner: 'acme', name: 'network', files, protected: ['main'] })
})

describe('git over HTTP', () => {
  it('gives a clone what people committed', async () => {
    const { forge, clone } = use()
    const commit = await forge.people.commit('acme', 'network', { files: { 'new.tf': '# new\n' }, tag: 'v1' })
    const repository = await clone('acme', 'network')
    expect(await repository.git('rev-parse', 'HEAD')).toBe(commit)
    expect(await repository.git('tag', '--list')).toBe('v1')
    expect(await forge.people.readFiles('acme', 'network', 'main')).toEqual({ ...files, 'new.tf': '# new\n' })
  })

  it('takes pushes to new branches and tells of them', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    await repository.git('switch', '--quiet', '--create', 'feature/x')
    const commit = await repository.commit({ 'x.tf': '# x\n' })
    await git(repository.directory, 'push', '--quiet', 'origin', 'feature/x')
    expect(forge.people.findBranch('acme', 'network', 'feature/x')).toBe(commit)
  })

  it('refuses pushes to protected branches, also forced ones', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    const before = await repository.git('rev-parse', 'HEAD')
    await repository.commit({ 'x.tf': '# x\n' })
    await expect(git(repository.directory, 'push', '--force', 'origin', 'main')).rejects.toThrow('GH006')
    expect(forge.people.findBranch('acme', 'network', 'main')).toBe(before)
  })

  it('refuses to delete branches while a rule says so, and takes other pushes', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    const push = (...refs: readonly string[]) =>
      git(repository.directory, 'push', '--quiet', 'origin', ...refs)
    await push('HEAD:refs/heads/a')
    await forge.people.protectBranches('acme', 'network', ['-*', 'b'])
    await expect(push(':a')).rejects.toThrow('GH006')
    await expect(push('HEAD:refs/heads/b')).rejects.toThrow('GH006')
    await push('HEAD:refs/heads/c')
    await forge.people.protectBranches('acme', 'network', [])
    await push(':a', 'HEAD:refs/heads/b')
    const branches = ['a', 'b', 'c'].filter((each) => forge.people.findBranch('acme', 'network', each))
    expect(branches).toEqual(['b', 'c'])
  })

  it('refuses a push that would lose what somebody else pushed', async () => {
    const { forge, clone, git } = use()
    await forge.people.commit('acme', 'network', { branch: 'shared', files: { 'a.tf': '1' } })
    const repository = await clone('acme', 'network', '--branch', 'shared')
    const theirs = await forge.people.commit('acme', 'network', { branch: 'shared', files: { 'a.tf': '2' } })
    await repository.commit({ 'b.tf': '1' })
    await expect(git(repository.directory, 'push', 'origin', 'shared')).rejects.toThrow('rejected')
    expect(forge.people.findBranch('acme', 'network', 'shared')).toBe(theirs)
  })

  it('clones without blobs and hands out single ones afterwards', async () => {
    const { clone, git } = use()
    const repository = await clone('acme', 'network', '--depth=1', '--filter=blob:none', '--bare')
    const missing = await repository.git('rev-list', '--objects', '--all', '--missing=print')
    expect(missing.split('\n').filter((line) => line.startsWith('?'))).toHaveLength(2)
    expect(await git(repository.directory, 'show', 'HEAD:main.tf')).toBe('terraform {}')
  })

  it('asks for credentials, and refuses wrong and revoked ones', async () => {
    const { forge, github, git, folder } = use()
    const address = `${github.webUrl}/acme/network.git`
    const directory = await folder()
    await expect(runGit(directory, ['ls-remote', address])).rejects.toThrow('could not read Username')
    await expect(git(directory, 'ls-remote', address)).resolves.toContain('refs/heads/main')
    forge.people.revokeToken()
    await expect(git(directory, 'ls-remote', address)).rejects.toThrow()
    forge.people.restoreToken()
    await expect(git(directory, 'ls-remote', address)).resolves.toContain('refs/heads/main')
  })

  it('hides what the bot may not see and refuses to write where it may only read', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    await repository.git('switch', '--quiet', '--create', 'x')
    forge.people.setAccess('acme', 'network', 'read')
    await git(repository.directory, 'fetch', '--quiet')
    await expect(git(repository.directory, 'push', 'origin', 'x')).rejects.toThrow('403')
    forge.people.setAccess('acme', 'network', 'none')
    await expect(git(repository.directory, 'fetch')).rejects.toThrow('not found')
  })

  it('leads from an old name to the new one', async () => {
    const { forge, clone } = use()
    await forge.people.renameRepository('acme', 'network', 'net')
    const repository = await clone('acme', 'network')
    expect(await repository.git('ls-files')).toContain('main.tf')
  })

  it('counts one operation for each fetch, push and ls-remote', async () => {
    const { forge, clone, git } = use()
    const repository = await clone('acme', 'network')
    expect(forge.operations).toEqual({ api: 0, git: 1 })
    await git(repository.directory, 'fetch')
    await repository.git('switch', '--quiet', '--create', 'x')
    await repository.commit({ 'x.tf': '' })
    await git(repository.directory, 'push', '--quiet', 'origin', 'x')
    expect(forge.operations).toEqual({ api: 0, git: 3 })
    forge.resetOperations()
    expect(forge.operations).toEqual({ api: 0, git: 0 })
  })

  it('takes tokens on Data Center as that does: a person’s with the user name or as a bearer, a project’s as a bearer only', async () => {
    const { forge, folder } = use()
    const directory = await folder()
    const { webUrl, token, username } = forge.hosts['bitbucket-data-center']
    const ofProject = forge.signIns.issue(
      forge.signIns.createApp('project-token').account,
      3600,
      'acme',
    ).token
    const basic = (user: string, secret: string) =>
      `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
    const isLetIn = (authorization: string) =>
      runGit(directory, [
        ...['-c', `http.extraHeader=Authorization: ${authorization}`, '-c', 'credential.helper='],
        ...['ls-remote', `${webUrl}/scm/acme/network.git`],
      ]).then(
        () => true,
        () => false,
      )
    expect(await isLetIn(basic(username, token))).toBe(true)
    expect(await isLetIn(`Bearer ${token}`)).toBe(true)
    expect(await isLetIn(`Bearer ${ofProject}`)).toBe(true)
    expect(await isLetIn(basic('x-token-auth', token))).toBe(false)
    expect(await isLetIn(basic('x-token-auth', ofProject))).toBe(false)
    expect(await isLetIn(basic(username, ofProject))).toBe(false)
  })

  it('serves the same repository at the addresses of all hosts', async () => {
    const { forge, folder } = use()
    const directory = await folder()
    for (const host of Object.values(forge.hosts)) {
      const path = host.kind === 'bitbucket-data-center' ? 'scm/acme/network.git' : 'acme/network.git'
      const basic = Buffer.from(`${host.username}:${host.token}`).toString('base64')
      const header = `http.extraHeader=Authorization: Basic ${basic}`
      const refs = await runGit(directory, ['-c', header, 'ls-remote', `${host.webUrl}/${path}`])
      expect(refs, host.kind).toContain('refs/heads/main')
    }
  })
})
