import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { isRequired, useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { findTerraform, type TerraformProgram } from './find-terraform.ts'
import { validateModule } from './validate-module.ts'

const hasTerraform = await runProgram('terraform', ['version']).then(
  ({ exitCode }) => exitCode === 0,
  () => false,
)
const skip = !hasTerraform && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryDirectory()
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

describe.skipIf(skip)('Terraform', () => {
  let program: TerraformProgram
  beforeAll(async () => {
    program = await findTerraform()
  })

  it('accepts a module with what it calls beside it, and leaves the folder as it is', async () => {
    const root = await write({
      'modules/a/main.tf':
        'module "b" {\n  source = "../b"\n  name   = "x"\n}\nmodule "c" {\n  source = "./c"\n}\nresource "terraform_data" "this" {\n  input = file("${path.module}/text.txt")\n}\n',
      'modules/a/text.txt': 'text',
      'modules/a/c/main.tf': 'locals {}\n',
      'modules/b/main.tf': 'variable "name" {}\nmodule "d" {\n  source = "../../shared/d"\n}\n',
      'shared/d/main.tf': 'output "d" {\n  value = 1\n}\n',
      // Of another version of a provider: it is not what is asked about.
      'modules/a/.terraform.lock.hcl':
        'provider "registry.terraform.io/hashicorp/aws" {\n  version = "1.0.0"\n}\n',
    })
    expect(await validateModule(join(root, 'modules/a'), { program })).toEqual({ kind: 'accepted' })
    expect((await readdir(join(root, 'modules/a'))).toSorted()).toEqual([
      ...['.terraform.lock.hcl', 'c', 'main.tf', 'text.txt'],
    ])
  })

  it('rejects what only the schema of a provider knows, with its place', async () => {
    const root = await write({ 'main.tf': '\nresource "terraform_data" "x" { inputs = 3 }\n' })
    const place = { file: join(root, 'main.tf'), line: 2 }
    expect(await validateModule(root, { program })).toMatchObject({
      kind: 'rejected',
      diagnostics: [
        { ...place, column: 33, message: expect.stringContaining('"inputs" is not expected here') },
      ],
    })
  })

  it('rejects at its start as well, with the place of each error alone', async () => {
    const root = await write({
      'main.tf': 'variable "a" {\n  type = strin\n}\nvariable "b" {\n  type = nmber\n}\n',
    })
    expect(await validateModule(root, { program })).toMatchObject({
      kind: 'rejected',
      diagnostics: [
        { file: join(root, 'main.tf'), line: 2, message: expect.stringContaining('"strin"') },
        { file: join(root, 'main.tf'), line: 5, message: expect.stringContaining('"nmber"') },
      ],
    })
  })

  it.each([
    [
      'module "m" {\n  source = "git::https://example.com/x.git"\n}\n',
      /^Module "m" .*https:\/\/example.com\/x.git\.$/,
    ],
    ['module "m" {\n  source = "acme/network/aws"\n}\n', /^Module "m" is not on this machine/],
    [
      'resource "random_id" "r" {\n  byte_length = 1\n}\n',
      /^Provider hashicorp\/random is not on this machine/,
    ],
  ])('downloads nothing: %j', async (text, reason) => {
    const found = await validateModule(await write({ 'main.tf': text }), { program })
    expect(found).toEqual({ kind: 'unknown', reason: expect.stringMatching(reason) })
  })
})

describe('the sandbox', () => {
  /** Stands in for Terraform: keeps what it was started with, and accepts. */
  const imitation = async (folder: string) => {
    const file = join(folder, 'terraform')
    const text = `#!/bin/sh\nenv > "${folder}/environment"\npwd > "${folder}/place"\necho '{"diagnostics":[]}'\n`
    await writeFile(file, text, { mode: 0o755 })
    return { file, version: '1.0.0' }
  }

  it('has no variable of the user but PATH, and a home of its own that is gone afterwards', async () => {
    const folder = await temporaryDirectory()
    process.env['AWS_SECRET_ACCESS_KEY'] = 'canary'
    process.env['TF_VAR_name'] = 'canary'
    try {
      const program = await imitation(folder)
      const module = await write({ 'main.tf': '' })
      expect(await validateModule(module, { program })).toEqual({ kind: 'accepted' })
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY']
      delete process.env['TF_VAR_name']
    }
    const printed = await readFile(join(folder, 'environment'), 'utf8')
    const names = printed.split('\n').map((line) => line.split('=')[0])
    expect(printed).not.toContain('canary')
    expect(names).toContain('TF_DATA_DIR')
    const home = /^HOME=(.*)$/m.exec(printed)?.[1] ?? ''
    expect(home).not.toBe(process.env['HOME'])
    await expect(readdir(home)).rejects.toThrow('ENOENT')
  })

  it('stops with its caller, and leaves nothing', async () => {
    const folder = await temporaryDirectory()
    const file = join(folder, 'terraform')
    await writeFile(file, `#!/bin/sh\npwd > "${folder}/place"\nexec sleep 100\n`, { mode: 0o755 })
    const stop = new AbortController()
    const validating = validateModule(await write({ 'main.tf': '' }), {
      ...{ program: { file, version: '1.0.0' }, signal: stop.signal },
    })
    await expect.poll(() => readdir(folder)).toContain('place')
    stop.abort()
    await expect(validating).rejects.toThrow('was stopped')
  })
})
