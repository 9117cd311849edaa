import { expect, it } from 'vitest'
import { readModule } from '../read-module.ts'
import { findMissingModules } from './find-missing-modules.ts'

it('finds calls of local modules that the repository does not have', async () => {
  const sources = ['./near', '../beside', '../../..', './near/missing', 'registry/x/aws', 'git::https://x/y']
  const text = sources.map((source, index) => `module "m${index}" {\n  source = "${source}"\n}\n`).join('')
  const files = [{ path: 'a/b/main.tf', bytes: new TextEncoder().encode(text) }]
  const module = await readModule({ path: 'a/b', files })
  const found = findMissingModules(module, (path) => ['a/b/near', 'a/beside'].includes(path))
  expect(found.map(({ message, line }) => [line, message])).toEqual([
    [7, 'The module call "m2" expects a module outside the repository, where there are no Terraform files.'],
    [10, 'The module call "m3" expects a module in a/b/near/missing/, where there are no Terraform files.'],
  ])
})

it('tells apart calls that lead into a submodule', async () => {
  const text = 'module "m" {\n  source = "../vendor/vpc"\n}\n'
  const module = await readModule({
    path: 'a',
    files: [{ path: 'a/main.tf', bytes: new TextEncoder().encode(text) }],
  })
  const [found] = findMissingModules(module, () => false, ['vendor'])
  expect(found?.message).toBe(
    'The module call "m" leads into the Git submodule vendor, whose files are not read.',
  )
})
