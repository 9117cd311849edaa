import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { expect, test } from 'vitest'
import { listModuleDirectories } from './list-module-directories.ts'

const temporaryDirectory = useTemporaryDirectories()

async function write(root: string, ...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), 'variable "a" {}\n')
  }
}

test('finds every directory with Terraform files, in path order', async () => {
  const root = await temporaryDirectory()
  await write(root, 'main.tf', 'b/main.tf.json', 'a/examples/x/main.tofu', 'a/tests/t.tf', 'a-b/main.tf')
  await write(root, 'docs/readme.md', 'c/.hidden.tf', '.git/main.tf', '.terraform/modules/m/main.tf')
  const names = listModuleDirectories(root).map((path) => path.slice(root.length))
  expect(names).toEqual(['', '/.terraform/modules/m', '/a-b', '/a/examples/x', '/a/tests', '/b'])
})

test('a directory named like a file is none, and links to directories are not followed', async () => {
  const root = await temporaryDirectory()
  await write(root, 'a/main.tf', 'b/x.tf/readme.md')
  await symlink('..', join(root, 'a/loop'))
  await symlink(join(root, 'a'), join(root, 'c'))
  expect(listModuleDirectories(root)).toEqual([join(root, 'a')])
})

test('a link to a file is one, a link to nowhere is none', async () => {
  const root = await temporaryDirectory()
  await write(root, 'a/main.tf', 'b/readme.md', 'c/readme.md', 'd/readme.md')
  await symlink('../a/main.tf', join(root, 'b/main.tf'))
  await symlink('nowhere.tf', join(root, 'c/main.tf'))
  await symlink('main.tf', join(root, 'd/main.tf'))
  expect(listModuleDirectories(root)).toEqual([join(root, 'a'), join(root, 'b')])
})

test('what is not there has no modules', () => {
  expect(listModuleDirectories('/nowhere/at/all')).toEqual([])
})
