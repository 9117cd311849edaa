import { join } from 'node:path'
import { validateBlueprint } from '@groundplan/blueprint'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

const overlay = `defaults:
  labels: [northbank]
  hide: [tags]
  constants: { zone: eu-1 }
modules:
  'modules/rds':
    inputs: { size: { maximum: 10, display-name: Disk } }
`
const rds = `variable "size" {
  type    = number
  default = 5
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "zone" {
  type = string
}
`
const root = `module "database" {
  source = "../../modules/rds"
  zone   = "eu-2"
}
`

let estate: GitRepository
let company: string

beforeAll(async () => {
  estate = await GitRepository.create(await temporaryDirectory())
  await estate.commit({
    'modules/rds/main.tf': rds,
    'modules/vpc/main.tf': 'resource "aws_vpc" "this" {}\n',
    'environments/shop/main.tf': root,
    '.groundplan/blueprint.yaml': overlay,
    CODEOWNERS: '/modules/rds/ @northbank/databases\n',
  })
  const blueprints = await GitRepository.create(await temporaryDirectory())
  await blueprints.write({
    '.groundplan/blueprint.yaml':
      'defaults: { labels: [bank] }\nmodules: { "modules/rds": { inputs: { size: { default: 7 } } } }\n',
  })
  company = blueprints.directory
})

async function compose(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await runProgram(
    process.execPath,
    [command, 'blueprint', 'compose', ...args],
    { cwd: estate.directory, env: { NO_COLOR: '1' } },
  )
  const out = stdout.toString('utf8')
  return { code: exitCode, out, err: stderr, blueprint: validateBlueprint('app.yaml', out).blueprint }
}

it('has modules as the overlays of their repository and of the company have them', async () => {
  const { code, out, blueprint } = await compose('modules/vpc', 'modules/rds', '--company', company)
  expect(code).toBe(0)
  expect(blueprint?.metadata?.owners).toEqual(['@northbank/databases'])
  expect(blueprint?.metadata?.['blueprint-labels']).toEqual(expect.arrayContaining(['bank', 'northbank']))
  expect(Object.keys(blueprint?.inputs ?? {})).toEqual(['size'])
  expect(blueprint?.inputs?.['size']).toMatchObject({ 'display-name': 'Disk', default: 7, maximum: 10 })
  expect(out).toContain('- zone: eu-1\n')
})

it('gives a module what a root module gives it, also where the overlay hides that', async () => {
  const { code, out, blueprint } = await compose('--root', 'environments/shop')
  expect(code).toBe(0)
  expect(blueprint?.inputs).toBeUndefined()
  expect(out).toContain('- zone: eu-2\n')
})

it('composes nothing where the overlay has an error, and says so once', async () => {
  const broken = overlay.replace('maximum: 10', 'maximum: x')
  await estate.commit({ '.groundplan/blueprint.yaml': broken })
  const { code, out, err } = await compose('modules/vpc', 'modules/rds')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err.match(/\.groundplan\/blueprint\.yaml:\d+:\d+: error/g)).toHaveLength(1)
})
