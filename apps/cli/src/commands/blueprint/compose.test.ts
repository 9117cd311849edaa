import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { validateBlueprint } from '@groundplan/blueprint'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../../../bin/groundplan.mjs')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

const vpc = `resource "aws_vpc" "this" {}
resource "aws_subnet" "a" {
  count = 2
}
output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}
output "private_subnet_ids" {
  value = aws_subnet.a[*].id
}
`
const rds = `variable "vpc_id" {
  description = "VPC of the database."
  type        = string
}
variable "subnet_ids" {
  type = list(string)
}
`
const root = `variable "zones" {
  type = list(string)
}
module "network" {
  source = "../../modules/vpc"
}
module "database" {
  source     = "../../modules/rds"
  vpc_id     = module.network.vpc_id
  subnet_ids = var.zones
}
`

let estate: GitRepository

beforeAll(async () => {
  estate = await GitRepository.create(await temporaryDirectory())
  await estate.commit({
    'modules/vpc/main.tf': vpc,
    'modules/rds/main.tf': rds,
    'environments/shop/main.tf': root,
    'environments/many/main.tf': `${root}module "copies" {\n  source   = "../../modules/vpc"\n  for_each = toset(var.zones)\n}\n`,
  })
})

async function compose(...args: readonly string[]) {
  const options = { cwd: estate.directory, env: { NO_COLOR: '1' } }
  const { exitCode, stdout, stderr } = await runProgram(
    process.execPath,
    [command, 'blueprint', 'compose', ...args],
    options,
  )
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}

describe('blueprint compose', () => {
  it('prints a valid blueprint of several modules, and tells how they are wired on standard error', async () => {
    const { code, out, err } = await compose('net=modules/vpc', 'modules/rds', '--name', 'app-database')
    expect(code).toBe(0)
    expect(validateBlueprint('app.yaml', out).diagnostics).toEqual([])
    expect(out).toContain('display-name: App database')
    expect(out).toContain("vpc_id: '{{ .grains.net.outputs.vpc_id }}'")
    expect(err).toMatch(/net\.vpc_id +rds\.vpc_id +\d+ % +same name/)
    expect(err).toMatch(/net\.private_subnet_ids +rds\.subnet_ids +\d+ % +comes from aws_subnet\.id/)
  })

  it('prints a composition file that a person changes and composes, and names the place of a mistake in it', async () => {
    const plan = await compose('modules/vpc', 'modules/rds', '--plan')
    expect(plan.code).toBe(0)
    const file = join(estate.directory, 'app.compose.yaml')
    await writeFile(file, plan.out.replace('alternatives:\n', '') /* all of them become wires */)
    const composed = await compose('app.compose.yaml')
    expect(composed).toMatchObject({ code: 0 })
    expect(composed.out).toContain("subnet_ids: '{{ .grains.vpc.outputs.private_subnet_ids }}'")
    await writeFile(file, plan.out.replace('to: rds.vpc_id', 'to: rds.vpc_ids'))
    const broken = await compose('app.compose.yaml')
    expect(broken).toMatchObject({ code: 1, out: '' })
    expect(broken.err).toMatch(
      /app\.compose\.yaml:\d+:\d+: error: Unknown input "rds\.vpc_ids"\. \(Did you mean/,
    )
  })

  it('takes parts and wires from a root module, and composes nothing where something would be missing', async () => {
    const shop = await compose('--root', 'environments/shop', '--json')
    expect(shop.code).toBe(0)
    expect(JSON.parse(shop.out)).toMatchObject({
      name: 'shop',
      grains: ['network', 'database'],
      wires: [{ confidence: 1, reasons: ['as in environments/shop/main.tf:9'] }],
      inputs: [{ name: 'zones' }],
      text: expect.stringContaining('spec_version: 2'),
    })
    const many = await compose('--root', 'environments/many')
    expect(many).toMatchObject({ code: 1, out: '' })
    expect(many.err).toMatch(/environments\/many\/main\.tf:14:3: error: .*for_each/)
    expect((await compose('--root', 'environments/many', '--plan')).out).toContain('composition: 1')
  })

  it('accepts absolute paths, and prints none', async () => {
    const folder = (name: string) => join(estate.directory, 'modules', name)
    const composed = await compose(folder('vpc'), `database=${folder('rds')}`)
    expect(composed.code).toBe(0)
    expect(composed.out).not.toContain(estate.directory)
    const plan = await compose(folder('vpc'), `database=${folder('rds')}`, '--plan')
    expect(plan.out).toContain('module: ./modules/vpc')
    await writeFile(
      join(estate.directory, 'absolute.compose.yaml'),
      plan.out.replace('./modules/vpc', folder('vpc')),
    )
    expect(await compose('absolute.compose.yaml')).toMatchObject({ code: 0, out: expect.any(String) })
    const root = await compose('--root', join(estate.directory, 'environments/shop'), '--plan')
    expect(root.out).toContain('module: ./modules/vpc')
    expect(root.out).not.toContain(estate.directory)
  })

  it('composes blueprints that there are', async () => {
    const { out } = await runProgram(process.execPath, [command, 'blueprint', 'generate', 'modules/rds'], {
      cwd: estate.directory,
      env: { NO_COLOR: '1' },
    }).then(({ stdout }) => ({ out: stdout.toString('utf8') }))
    await writeFile(join(estate.directory, 'rds.yaml'), out)
    expect(await readFile(join(estate.directory, 'rds.yaml'), 'utf8')).toContain('spec_version: 2')
    const composed = await compose('modules/vpc', 'database=rds.yaml')
    expect(composed.code).toBe(0)
    expect(composed.out).toContain("vpc_id: '{{ .grains.vpc.outputs.vpc_id }}'")
  })

  it('draws the parts as a graph', async () => {
    expect((await compose('modules/vpc', 'modules/rds', '--graph')).out).toBe(
      'flowchart LR\n  g0["vpc"]\n  g1["rds"]\n  g0 -- "vpc_id<br/>private_subnet_ids → subnet_ids" --> g1\n',
    )
  })

  it.each([
    ['a confidence that is none', ['modules/vpc', '--min-confidence', 'high']],
    ['questions without a terminal', ['modules/vpc', 'modules/rds', '--interactive']],
    ['a called module without its call', ['--root', 'environments/shop', '--module', 'modules/vpc']],
  ])('exits with 2 on %s and says why', async (_, args) => {
    const { code, out, err } = await compose(...args)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).not.toBe('')
  })
})
