import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import { omitGiven } from './omit-given.ts'

const temporaryDirectory = useTemporaryDirectories()

it('takes values out of every file that Terraform reads by itself, and never writes through a link', async () => {
  const directory = await temporaryDirectory()
  const module = join(directory, 'module')
  await mkdir(module)
  const files = {
    'all.tfvars': 'name = "linked"\nzone = "linked"\n',
    'module/terraform.tfvars': 'name = "own"\n',
    'module/production.tfvars': 'name = "not read"\n',
    'module/zone.auto.tfvars': 'zone = "b"\n',
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(directory, path), text)
  await symlink('../all.tfvars', join(module, 'linked.auto.tfvars'))
  await symlink('missing', join(module, 'broken.auto.tfvars'))
  await omitGiven(module, new Set(['name']))
  const read = (path: string) => readFile(join(directory, path), 'utf8')
  expect(await read('module/terraform.tfvars')).toBe('\n')
  expect(await read('module/linked.auto.tfvars')).toBe('\nzone = "linked"\n')
  expect(await read('module/production.tfvars')).toBe(files['module/production.tfvars'])
  expect(await read('module/zone.auto.tfvars')).toBe(files['module/zone.auto.tfvars'])
  expect(await read('all.tfvars')).toBe(files['all.tfvars'])
  expect(await readdir(module)).toHaveLength(5)
})
