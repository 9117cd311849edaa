import { mkdtemp, readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadContents, RepositorySnapshot, TreeEntry } from '@groundplan/scm'
import { InProcessModuleReader } from '@groundplan/terraform-module'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { checkOut } from './check-out.ts'

const temporaryDirectory = useTemporaryDirectories()

/** A commit that git would not make, too: files by path, links as `-> target`. */
function snapshotOf(files: Readonly<Record<string, string>>): RepositorySnapshot {
  const entries = Object.entries(files).map(([path, text]): TreeEntry => ({
    ...{ path, kind: text.startsWith('-> ') ? 'symlink' : 'file', blobId: path },
  }))
  const contents = new Map(
    Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text.replace(/^-> /, ''))]),
  )
  const readBlobs = async (ids: readonly string[]): Promise<ReadContents<Uint8Array>> => {
    const found = ids.flatMap((id) => {
      const bytes = contents.get(id)
      return bytes === undefined || id.includes('huge') ? [] : [[id, bytes] as const]
    })
    const unread = new Map(ids.filter((id) => id.includes('huge')).map((id) => [id, 'too-large'] as const))
    return Object.assign(new Map(found), { unread })
  }
  return {
    name: 'modules',
    commit: 'c',
    listEntries: async () => entries,
    readBlobs,
  } as unknown as RepositorySnapshot
}

async function checkOutFiles(files: Readonly<Record<string, string>>, modulePath = 'a') {
  const directory = await mkdtemp(join(await temporaryDirectory(), 'repository-'))
  const module = await checkOut(snapshotOf(files), {
    ...{
      modulePath,
      directory,
      moduleReader: new InProcessModuleReader(),
      signal: new AbortController().signal,
    },
  })
  const names = await readdir(directory, { recursive: true, withFileTypes: true })
  const written = names.flatMap((entry) =>
    entry.isDirectory() ? [] : [join(entry.parentPath, entry.name).slice(directory.length + 1)],
  )
  return { module, directory, written: written.toSorted() }
}

describe('checkOut', () => {
  it('writes the module and what it calls by path, and nothing else', async () => {
    const { module, written, directory } = await checkOutFiles({
      'a/main.tf':
        'variable "x" {}\nmodule "b" {\n  source = "../b//."\n}\nmodule "c" {\n  source = "./c"\n}\n',
      'a/c/main.tf': '',
      'a/scripts/run.sh': '#!/bin/sh\n',
      'a/.terraform/modules.json': '{}',
      'a/terraform.tfstate': '{}',
      'b/main.tf': 'module "d" {\n  source = "../d"\n}\n',
      'd/main.tf': '',
      'd/data.json': '{}',
      'e/main.tf': '',
      'README.md': '',
    })
    expect(module.variables.map(({ name }) => name)).toEqual(['x'])
    expect(written).toEqual([
      ...['a/c/main.tf', 'a/main.tf', 'a/scripts/run.sh', 'b/main.tf', 'd/data.json', 'd/main.tf'],
    ])
    expect((await stat(join(directory, 'a/main.tf'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'a/scripts/run.sh'))).mode & 0o777).toBe(0o700)
  })

  it('writes everything for a module that reads files elsewhere', async () => {
    const text = 'output "policy" {\n  value = file("${path.module}/../policies/p.json")\n}\n'
    const { written } = await checkOutFiles({ 'a/main.tf': text, 'policies/p.json': '{}', 'z/z.txt': '' })
    expect(written).toEqual(['a/main.tf', 'policies/p.json', 'z/z.txt'])
  })

  it('keeps links within the repository', async () => {
    const { directory } = await checkOutFiles({
      'a/main.tf': '',
      'a/link.txt': '-> real/text.txt',
      'a/real/text.txt': 'x',
    })
    expect(await readlink(join(directory, 'a/link.txt'))).toBe('real/text.txt')
    expect(await readFile(join(directory, 'a/link.txt'), 'utf8')).toBe('x')
  })

  it.each<[string, Readonly<Record<string, string>>]>([
    ['to the machine', { 'a/link': '-> /etc/passwd' }],
    ['out of the repository', { 'a/link': '-> ../../secret' }],
    ['through another link', { 'a/up': '-> ..', 'a/link': '-> up/../../secret' }],
    ['down and up again', { 'a/link': '-> b/../c' }],
    ['nowhere', { 'a/link': '-> ' }],
  ])('refuses links %s', async (_, files) => {
    await expect(checkOutFiles({ 'a/main.tf': '', ...files })).rejects.toThrow('leads out of the repository')
  })

  it.each(['a/../../x', 'a//x', 'a/.GIT/config', 'a/./x'])('refuses the path %s', async (path) => {
    await expect(checkOutFiles({ 'a/main.tf': '', [path]: '' })).rejects.toThrow('unsafe path')
  })

  it('says what is not there or cannot be read', async () => {
    await expect(checkOutFiles({ 'b/main.tf': '' })).rejects.toThrow('no Terraform module at "a" in modules')
    await expect(checkOutFiles({ 'a/main.tf': '', 'a/huge.bin': '' })).rejects.toThrow(
      '"a/huge.bin" of the repository cannot be read: it is too large',
    )
  })
})
