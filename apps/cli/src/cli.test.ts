import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'
import { startLocalServer } from './server/start-local-server.ts'

const blueprints = join(import.meta.dirname, '../../../blueprints')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

const queue = `variable "name" {
  type = string
}

resource "terraform_data" "queue" {
  input = var.name
}

output "id" {
  value = terraform_data.queue.id
}
`

/** A repository with a good module and, if asked, a broken one. */
async function createRepository({ broken = false } = {}): Promise<string> {
  const repository = await GitRepository.create(await temporaryDirectory())
  await repository.commit({ 'modules/queue/main.tf': queue })
  if (broken) await repository.commit({ 'modules/broken/main.tf': 'variable "x" {\n  type = \n}\n' })
  return repository.directory
}

describe('groundplan', () => {
  it('explains itself, with examples', async () => {
    const { code, out } = await groundplan('unused', 'import', '--help')
    expect(code).toBe(0)
    expect(out).toContain('Examples:')
  })

  it.each([
    ['an unknown command', ['bogus']],
    ['a missing argument', ['proposal', 'show']],
    ['an unknown option', ['catalog', 'list', '--colour']],
    ['a port that is none', ['serve', '--port', 'http']],
    ['a number that is none', ['proposal', 'show', 'first']],
  ])('exits with 2 on %s and says why', async (_, args) => {
    const { code, err } = await groundplan(await temporaryDirectory(), ...args)
    expect(code).toBe(2)
    expect(err).not.toBe('')
    expect(err).not.toContain('    at ')
  })
})

describe('an import and its review', () => {
  let home: string
  let repository: string
  let stop = async () => {}
  afterAll(() => stop())

  beforeAll(async () => {
    home = join(await temporaryDirectory(), 'home')
    repository = await createRepository({ broken: true })
  })

  it('shows the plan and writes nothing with --dry-run, with a server for that command alone', async () => {
    const { code, out } = await groundplan(home, 'import', repository, '--dry-run')
    expect(code).toBe(1)
    expect(out).toContain('Plan (nothing was written)')
    // All that follow use one.
    stop = (await startLocalServer({ home, port: 0, polls: false })).stop
    expect((await groundplan(home, 'proposal', 'list', '--json')).out).toBe('[]\n')
  })

  it('proposes the good module, names the place of the broken one and exits with 1', async () => {
    const { code, out } = await groundplan(home, 'import', repository)
    expect(code).toBe(1)
    expect(out).toMatch(/new +\S+\/modules\/queue +#1/)
    expect(out).toMatch(/modules\/broken\/main\.tf:2:\d+: error: /)
  })

  it('imports a folder of a repository alone, and finds nothing new', async () => {
    const { code, out } = await groundplan(home, 'import', join(repository, 'modules/queue'), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out).modules).toMatchObject([
      { path: 'modules/queue', outcome: 'unchanged', proposal: 1 },
    ])
  })

  it('shows a proposal', async () => {
    expect((await groundplan(home, 'proposal', 'show', '1', '--diff')).out).toContain('+spec_version: 2')
  })

  it('approves a proposal once', async () => {
    expect(await groundplan(home, 'proposal', 'approve', '#1')).toMatchObject({
      code: 0,
      out: 'approved #1 queue\n',
    })
    expect(await groundplan(home, 'proposal', 'approve', '1')).toMatchObject({ code: 1 })
  })

  it('has in the catalog what was approved', async () => {
    const { out } = await groundplan(home, 'catalog', 'show', 'queue', '--json')
    expect(JSON.parse(out)).toMatchObject({
      name: 'queue',
      version: '1.0.0',
      inputs: [{ name: 'name', required: true }],
    })
    const old = await groundplan(home, 'catalog', 'show', 'queue', '--version', '1.0.0', '--yaml')
    expect(old.out).toContain('spec_version: 2')
  })

  it('finds it by words, also misspelled, and by where it comes from', async () => {
    for (const words of ['queue', 'que', 'quuee']) {
      const { code, out } = await groundplan(home, 'catalog', 'search', words, '--json')
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ items: [{ name: 'queue' }], stale: false, problems: [] })
    }
    const listed = await groundplan(home, 'catalog', 'list', '--repository', 'none')
    expect(listed).toMatchObject({ code: 0, out: 'No blueprint matches.\n' })
    expect(await groundplan(home, 'catalog', 'list', '--limit', '0')).toMatchObject({ code: 2 })
  })
})

describe('commands that work on files alone', () => {
  it('print the blueprint of a module as an import would propose it', async () => {
    const repository = await createRepository()
    const generated = await groundplan('unused', 'blueprint', 'generate', join(repository, 'modules/queue'))
    expect(generated.code).toBe(0)
    const file = join(await temporaryDirectory(), 'queue.yaml')
    await writeFile(file, generated.out)
    expect(await groundplan('unused', 'blueprint', 'validate', file)).toMatchObject({ code: 0 })
  })

  it('validate a folder, and give file, line and column of what is wrong', async () => {
    expect(await groundplan('unused', 'blueprint', 'validate', blueprints)).toMatchObject({ code: 0 })
    const directory = await temporaryDirectory()
    await writeFile(join(directory, 'bad.yaml'), 'spec_version: 2\ninpts: {}\ngrains: {}\n')
    const { code, out } = await groundplan('unused', 'blueprint', 'validate', directory)
    expect(code).toBe(1)
    expect(out).toMatch(/bad\.yaml:2:1: error: Unknown key "inpts".*inputs/)
  })

  it('print the form, the schema and the interface as JSON', async () => {
    const form = await groundplan(
      'unused',
      'blueprint',
      'form',
      join(blueprints, 'rds-postgres.yaml'),
      '--json',
    )
    expect(JSON.parse(form.out).schema.properties.allocated_storage).toMatchObject({
      minimum: 20,
      default: 20,
    })
    expect(JSON.parse((await groundplan('unused', 'blueprint', 'schema')).out)).toHaveProperty(
      'properties.grains',
    )
    const repository = await createRepository()
    const inspected = await groundplan(
      'unused',
      'module',
      'inspect',
      join(repository, 'modules/queue'),
      '--json',
    )
    expect(JSON.parse(inspected.out).variables).toMatchObject({ name: { required: true } })
  })

  it('inspect every module below a folder, the broken ones too', async () => {
    const directory = await temporaryDirectory()
    const files = {
      'a/main.tf': 'variable "size" {\n  type    = number\n  default = 9007199254740993\n}\n',
      'a/examples/x/main.tf': 'module "a" {\n  source = "../.."\n}\n',
      'b/main.tf': 'variable "kept" {}\nvariable "broken" {\n  default = \n}\n',
    }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(join(directory, path, '..'), { recursive: true })
      await writeFile(join(directory, path), text)
    }
    const inspect = (...options: readonly string[]) =>
      groundplan('unused', 'module', 'inspect', directory, ...options)
    const lines = await inspect('--recursive', '--ndjson')
    expect(lines.code).toBe(1)
    expect(lines.out).toContain('"default":9007199254740993')
    const modules = lines.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(modules).toMatchObject([
      { path: join(directory, 'a'), variables: { size: { required: false } } },
      { path: join(directory, 'a/examples/x'), module_calls: { a: { source: '../..' } } },
      {
        path: join(directory, 'b'),
        variables: { kept: {}, broken: {} },
        diagnostics: [{ severity: 'error', pos: { filename: join(directory, 'b/main.tf'), line: 3 } }],
      },
    ])
    expect(JSON.parse((await inspect('--recursive', '--json')).out)).toEqual(modules)
    expect((await inspect('--recursive')).out).toMatch(/b +2 +2 +0 +has errors[\s\S]*3 modules/)
    expect(await inspect('--ndjson')).toMatchObject({ code: 2, err: expect.stringContaining('--recursive') })
    const inspectOne = (name: string, ...options: readonly string[]) =>
      groundplan('unused', 'module', 'inspect', join(directory, name), ...options)
    expect(await inspectOne('a')).toMatchObject({
      ...{ code: 0, out: expect.stringMatching(/\n\nCan be launched as it is\.\n$/) },
    })
    const broken = await inspectOne('b')
    expect(broken.out).toMatch(/\n\nCannot be launched:\n- .*\(.*main\.tf:3:/)
    for (const options of [
      ['--providers', directory],
      ['--validate', '--recursive'],
    ])
      expect(await inspectOne('a', ...options)).toMatchObject({
        ...{ code: 2, err: expect.stringContaining('--validate') },
      })
    const missing = await inspectOne('a', '--validate', '--terraform', join(directory, 'terraform'))
    expect(missing.err).toContain('not found')
    expect(await inspect()).toMatchObject({ code: 1, err: expect.stringContaining('No Terraform files') })
  })
})
