import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { expect, test } from 'vitest'
import type { InspectedModule } from './inspect-directory.ts'
import { inspectModules, type InspectModulesOptions } from './inspect-modules.ts'
import { listModuleDirectories } from './list-module-directories.ts'

const temporaryDirectory = useTemporaryDirectories()

async function createTree(count: number): Promise<readonly string[]> {
  const root = await temporaryDirectory()
  for (let number = 0; number < count; number += 1) {
    const directory = join(root, `m${String(number).padStart(4, '0')}`)
    await mkdir(directory)
    const text =
      number === 7 ? 'variable "broken" {' : `variable "v${number}" {\n  default = 9007199254740993\n}\n`
    await writeFile(join(directory, 'main.tf'), text)
  }
  return listModuleDirectories(root)
}

async function inspect(directories: readonly string[], options: InspectModulesOptions) {
  const modules: InspectedModule[] = []
  for await (const module of inspectModules(directories, options)) modules.push(module)
  return modules
}

test('several threads give the same lines in the same order as one', async () => {
  const directories = await createTree(400)
  const alone = await inspect(directories, { threads: 1 })
  expect(alone.map(({ directory }) => directory)).toEqual(directories)
  expect(alone[3]?.line).toContain('"default":9007199254740993')
  expect(alone.filter(({ hasErrors }) => hasErrors).map(({ directory }) => directory)).toEqual([
    directories[7],
  ])
  expect(await inspect(directories, { threads: 3 })).toEqual(alone)
})

test('lines are made only if they are wanted', async () => {
  const [module] = await inspect(await createTree(1), { lines: false })
  expect(module).toMatchObject({ line: undefined, counts: { variables: 1, required: 0, outputs: 0 } })
})

test('who stops early stops the threads', async () => {
  const directories = await createTree(400)
  let count = 0
  for await (const _ of inspectModules(directories, { threads: 2 })) {
    count += 1
    if (count === 3) break
  }
  expect(count).toBe(3)
})

test('what cannot be read is a diagnostic, and a link to nowhere is not there', async () => {
  const root = await temporaryDirectory()
  await writeFile(join(root, 'main.tf'), 'variable "a" {}\n')
  await symlink(join(root, 'nowhere.tf'), join(root, 'b.tf'))
  const [module, missing] = await inspect([root, join(root, 'missing')], {})
  expect(module).toMatchObject({ hasErrors: false, counts: { variables: 1 } })
  expect(missing).toMatchObject({ hasErrors: true })
  expect(JSON.parse(missing?.line ?? '')).toMatchObject({
    variables: {},
    outputs: {},
    diagnostics: [{ severity: 'error', pos: { filename: join(root, 'missing') } }],
  })
})
