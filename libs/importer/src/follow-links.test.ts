import { mkdir, symlink, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { RepositorySnapshot } from '@groundplan/scm'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { beforeEach, describe, expect, it } from 'vitest'
import { followLink, listModuleEntries } from './follow-links.ts'
import { readRepository } from './read-repository.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()

describe('followLink', () => {
  const follow = (path: string, links: Readonly<Record<string, string>>) =>
    followLink(path, new Map(Object.entries(links)))

  it.each([
    ['a/x.tf', { 'a/x.tf': '../common/x.tf' }, 'common/x.tf'],
    ['a/x.tf', { 'a/x.tf': 'y.tf', 'a/y.tf': './/z.tf' }, 'a/z.tf'],
    ['a/x.tf', { 'a/x.tf': '../lib/x.tf', lib: 'deep/er' }, 'deep/er/x.tf'],
    ['a/x.tf', { 'a/x.tf': '../lib/../x.tf', lib: 'deep/er' }, 'deep/x.tf'],
  ])('leads from %s through %j to %s', (path, links, target) => {
    expect(follow(path, links)).toBe(target)
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['out of the repository', { 'a/x.tf': '../../etc/x.tf' }],
    ['to an absolute path', { 'a/x.tf': '/etc/x.tf' }],
    ['in a circle', { 'a/x.tf': 'y.tf', 'a/y.tf': 'x.tf' }],
  ])('leads nowhere %s', (_, links) => {
    expect(follow('a/x.tf', links)).toBeUndefined()
  })
})

describe('links among Terraform files', () => {
  let repository: GitRepository
  let open: () => Promise<RepositorySnapshot>
  beforeEach(async () => {
    repository = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    const cacheDirectory = join(await temporaryDirectory(), 'clones')
    open = () => new LocalGitRepositoryReader({ cacheDirectory }).open({ address: repository.directory })
    await link('services/web/shared.tf', '../../common/shared.tf')
    await link('services/web/out.tf', '../../../outside.tf')
    await link('services/api', 'web')
    await link('services/all.tf', 'api/shared.tf')
    await repository.commit({
      'common/shared.tf': 'variable "environment" {}\n',
      'services/web/main.tf': 'variable "own" {}\n',
    })
  })
  const link = async (path: string, target: string) => {
    await mkdir(dirname(join(repository.directory, path)), { recursive: true })
    await symlink(target, join(repository.directory, path))
  }
  const read = async (snapshot: RepositorySnapshot) =>
    readRepository(snapshot, {
      ...{ includeExamples: false, cache: new MemoryModuleCache(), signal: new AbortController().signal },
      onModule: () => {},
    })

  it('are read as the files that they lead to, and a link that leaves the repository is a warning', async () => {
    const modules = await read(await open())
    const byPath = new Map(modules.map(({ module }) => [module?.path, module]))
    expect([...byPath.keys()]).toEqual(['common', 'services', 'services/web'])
    const web = byPath.get('services/web')
    expect(web?.variables.map(({ name }) => name)).toEqual(['own', 'environment'])
    expect(web?.variables[1]?.position).toMatchObject({ file: 'services/web/shared.tf', line: 1 })
    expect(web?.diagnostics).toMatchObject([
      {
        ...{ severity: 'warning', file: 'services/web/out.tf' },
        message: expect.stringContaining('points to "../../../outside.tf"'),
      },
    ])
    expect(byPath.get('services')?.variables.map(({ name }) => name)).toEqual(['environment'])
  })

  it('pin the module to the commit that changed what they lead to', async () => {
    const changed = await repository.commit({
      'common/shared.tf': 'variable "environment" {}\nvariable "more" {}\n',
    })
    await repository.commit({ 'docs/readme.md': 'x\n' })
    const modules = await read(await open())
    const web = modules.find(({ directory }) => directory.path === 'services/web')
    expect(web?.commit).toBe(changed)
    expect(web?.module?.variables).toHaveLength(3)
  })

  it('need no extra reads if there are none', async () => {
    const snapshot = await open()
    const entries = await listModuleEntries(snapshot)
    expect(entries.filter(({ linksTo }) => linksTo !== undefined).map(({ path }) => path)).toEqual([
      'services/all.tf',
      'services/web/shared.tf',
    ])
  })

  it('are followed where a module calls a directory through them, also for the commit that it is pinned to', async () => {
    await link('modules', 'shared/modules')
    await link('shared/modules/latest', '../versions/1')
    await link('shared/nowhere', '../../elsewhere')
    const call = (name: string, source: string) => `module "${name}" {\n  source = "${source}"\n}\n`
    const main = ['../modules/queue', '../modules/latest', '../shared/nowhere'].map((source, index) =>
      call(`m${index}`, source),
    )
    await repository.commit({
      'app/main.tf': main.join(''),
      'shared/modules/queue/main.tf': 'variable "a" {}\n',
      'shared/versions/1/main.tf': 'variable "a" {}\n',
      'shared/versions/2/main.tf': 'variable "a" {}\n',
    })
    const readApp = async () => {
      const app = (await read(await open())).find(({ directory }) => directory.path === 'app')
      return { commit: app?.commit, diagnostics: app?.module?.diagnostics.map(({ message }) => message) }
    }
    const messages = [
      'The module call "m2" expects a module in shared/nowhere/, where there are no Terraform files.',
    ]
    for (const path of ['shared/modules/queue/main.tf', 'shared/versions/1/main.tf']) {
      const changed = await repository.commit({ [path]: 'variable "b" {}\n' })
      await repository.commit({ 'docs/readme.md': `${path}\n`, 'shared/versions/2/main.tf': `# ${path}\n` })
      expect(await readApp()).toEqual({ commit: changed, diagnostics: messages })
    }
    await unlink(join(repository.directory, 'shared/modules/latest'))
    await link('shared/modules/latest', '../versions/2')
    const moved = await repository.commit({ 'docs/readme.md': 'y\n' })
    await repository.commit({ 'docs/readme.md': 'z\n' })
    expect(await readApp()).toEqual({ commit: moved, diagnostics: messages })
  })
})
