import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'

const command = join(import.meta.dirname, '../bin/groundplan.mjs')
const estate = join(import.meta.dirname, '../../../tools/sample-estate/repositories/platform-modules')
const temporaryDirectory = useTemporaryDirectories()
isolateGit()

/** Runs the real command as a user would. */
async function groundplan(args: readonly string[], home = 'unused') {
  const options = { env: { NO_COLOR: '1', GROUNDPLAN_HOME: home } }
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [command, ...args], options)
  return { code: exitCode, out: stdout.toString('utf8'), err: stderr }
}

const main = `variable "name" {
  type = string
}

variable "size_gb" {
  type    = number
  default = 10
}

resource "terraform_data" "this" {}
`

async function writeFiles(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await temporaryDirectory()
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), text)
  }
  return directory
}

describe('blueprint overlay check', () => {
  it('finds nothing wrong with the sample estate and shows what its overlay touches', async () => {
    const { code, out } = await groundplan(['blueprint', 'overlay', 'check', estate])
    expect(code).toBe(0)
    expect(out).toMatch(/^Module +Entry +Overlay +Settings\n/)
    expect(out).toMatch(/modules\/rds-postgres +modules\/rds-postgres +\.groundplan\/blueprint\.yaml:12 /)
    expect(out).toMatch(/\n18 modules, 17 touched, 0 findings\n$/)
  })

  it('tells everything that is wrong at once, without a commit', async () => {
    const directory = await writeFiles({
      'modules/a/main.tf': main,
      'modules/a/examples/b/main.tf': main,
      '.groundplan/blueprint.yaml':
        'defaults: { hide: [nam], inputs: { size_gb: { default: big } } }\nmodules: { modules/b: {} }\n',
      '.groundplan/templates/readme.hbs': '{{title}\n',
      CODEOWNERS: '!a @b\n',
    })
    const { code, out } = await groundplan(['blueprint', 'overlay', 'check', directory])
    expect(code).toBe(1)
    expect(out.split('\n').filter((line) => /: (?:error|warning): /.test(line))).toMatchInlineSnapshot(`
      [
        ".groundplan/templates/readme.hbs:1:1: error: Invalid template: a tag or block is not closed, or there is an extra brace or word.",
        "CODEOWNERS:1:1: warning: The pattern "!a" is a negation, which CODEOWNERS does not support; the rule is skipped.",
        ".groundplan/blueprint.yaml:1:20: warning: No module in the repository has a variable "nam". (Did you mean "name"?)",
        ".groundplan/blueprint.yaml:2:12: warning: "modules/b" matches no directory with a module. (Did you mean "modules/a"?)",
        ".groundplan/blueprint.yaml:1:47: error: The default of "size_gb" is "big", which does not have the type number.",
      ]
    `)
  })

  it('is JSON for machines, with what the company says', async () => {
    const directory = await writeFiles({ 'main.tf': main, '.github/CODEOWNERS': '* @northbank/databases\n' })
    const company = await writeFiles({ '.groundplan/blueprint.yaml': 'defaults: { constants: { name: x } }' })
    const { out } = await groundplan([
      'blueprint',
      'overlay',
      'check',
      directory,
      '--company',
      company,
      '--json',
    ])
    expect(JSON.parse(out)).toEqual({
      modules: [
        {
          path: '.',
          entries: [
            {
              file: 'blueprint-repository:.groundplan/blueprint.yaml',
              line: 1,
              column: 1,
              entry: 'defaults',
              settings: ['name.hide', 'name.constant'],
              inputs: ['name'],
            },
          ],
          inputs: ['name'],
          owners: ['@northbank/databases'],
          diagnostics: [],
        },
      ],
      diagnostics: [],
    })
  })

  it('says where to look if there is nothing', async () => {
    const directory = await temporaryDirectory()
    const missing = await groundplan(['blueprint', 'overlay', 'check', join(directory, 'x')])
    expect([missing.code, missing.err]).toEqual([
      expect.any(Number),
      expect.stringContaining('does not exist'),
    ])
    const company = await groundplan(['blueprint', 'overlay', 'check', directory, '--company', directory])
    expect(company.err).toContain('Specify the root of a checkout of the blueprint repository.')
  })
})

describe('what a repository says of its blueprints', () => {
  it('counts in blueprint generate, as it is committed', async () => {
    const repository = await GitRepository.create(await temporaryDirectory())
    const module = join(repository.directory, 'modules/a')
    await repository.commit({
      'modules/a/main.tf': main,
      '.groundplan/blueprint.yaml': 'defaults: { hide: [size_gb] }',
    })
    const generated = await groundplan(['blueprint', 'generate', module])
    expect([generated.code, generated.out.includes('size_gb')]).toEqual([0, false])
    await repository.commit({ '.groundplan/blueprint.yaml': 'defaults: { hide: [name] }' })
    const { code, out, err } = await groundplan(['blueprint', 'generate', module])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('.groundplan/blueprint.yaml:1:20: error: "name" is hidden')
  })

  it('is shown in a dry run, module by module', async () => {
    const repository = await GitRepository.create(join(await temporaryDirectory(), 'estate'))
    await repository.commit({
      'modules/a/main.tf': main,
      'modules/b/main.tf': main,
      '.groundplan/blueprint.yaml':
        "defaults: { hide: [sizegb] }\nmodules: { 'modules/a': { hide: [name] }, 'modules/b': { inputs: { size_gb: { unit: GiB, minimum: 20 } } } }\n",
    })
    const { code, out } = await groundplan(
      ['import', '--dry-run', repository.directory],
      await temporaryDirectory(),
    )
    expect(code).toBe(1)
    expect(out.replace(/in [\d.]+ s/, 'in 0 s')).toMatchInlineSnapshot(`
      "Outcome  Module            Blueprint  Proposal  Note
      failed   estate/modules/a
      new      estate/modules/b  b

      Module            Entry      Overlay                       Settings
      estate/modules/a  modules/a  .groundplan/blueprint.yaml:2  name.hide
      estate/modules/b  modules/b  .groundplan/blueprint.yaml:2  size_gb.unit, size_gb.minimum

      estate/.groundplan/blueprint.yaml:2:90: warning: The module's default of "size_gb" violates the overlay's rules, so the field becomes required. (Set a default that satisfies them.)
      estate/.groundplan/blueprint.yaml:1:20: warning: No module in the repository has a variable "sizegb". (Did you mean "size_gb"?)
      estate/.groundplan/blueprint.yaml:2:34: error: "name" is hidden, but the module requires a value. (Set a constant, e.g. \`constants: { name: … }\`.)
      Plan (nothing was written): 2 modules, 1 new, 1 failed in 0 s
      "
    `)
  })

  it('has a schema for editors', async () => {
    const { out } = await groundplan(['blueprint', 'schema', '--overlay'])
    expect(JSON.parse(out)).toMatchObject({
      title: 'Groundplan overlay',
      properties: { defaults: {}, modules: {} },
    })
  })
})
