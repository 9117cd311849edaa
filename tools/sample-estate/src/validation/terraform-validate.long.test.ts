import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { isRequired } from '@groundplan/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSampleEstate } from '../create-sample-estate.ts'
import { runGit } from '../run-git.ts'
import { sampleEstateFacts } from '../sample-estate-facts.ts'
import { sampleEstateInputs } from '../sample-estate-inputs.ts'
import { findProviderMirror } from './find-provider-mirror.ts'
import { openTerraform } from './open-terraform.ts'
import type { Terraform } from './open-terraform.ts'
import { printHarness } from './print-harness.ts'

const [platformModules, appEnvironments] = sampleEstateFacts.repositories as [
  (typeof sampleEstateFacts.repositories)[number],
  (typeof sampleEstateFacts.repositories)[number],
]
const hasTerraform = await runProgram('terraform', ['version']).then(
  (result) => result.exitCode === 0,
  () => false,
)
const providerMirror = await findProviderMirror()
const skipAll = !hasTerraform && !isRequired('terraform')
const skipAws = skipAll || (providerMirror === undefined && !isRequired('terraform-provider-aws'))
if (skipAll) console.warn('Skipped: there is no terraform on PATH.')
else if (skipAws) console.warn('Skipped in part: no AWS provider; set GROUNDPLAN_PROVIDER_MIRROR.')

let directory: string
let terraform: Terraform

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'terraform-validate-'))
  const { repositories } = await createSampleEstate({ directory: join(directory, 'estate') })
  for (const repository of repositories) await clone(repository.name, 'main', repository.name)
  for (const tag of platformModules.tags) await clone('platform-modules', tag, join('releases', tag))
  terraform = await openTerraform({ directory, providerMirror, repositories })
})

afterAll(() => rm(directory, { recursive: true, force: true }))

describe.skipIf(skipAll)('terraform', () => {
  it('finds every good module well formatted', async () => {
    const modules = directories(platformModules, 'modules').concat(directories(appEnvironments, 'modules'))
    const examples = directories(platformModules, 'examples')
    expect(await terraform(directory, 'fmt', '-check', '-diff', ...modules, ...examples)).toEqual({
      exitCode: 0,
      output: '',
    })
  })

  it('refuses the broken module, at the recorded line', async () => {
    for (const broken of platformModules.broken) {
      const result = await terraform(
        join(directory, 'platform-modules', broken.directory),
        'validate',
        '-json',
      )
      expect(result.exitCode).toBe(1)
      const [problem] = JSON.parse(result.output).diagnostics
      expect(problem.summary).toBe('Unclosed configuration block')
      expect(problem.range).toMatchObject({ filename: broken.file, start: { line: broken.line } })
    }
  })

  it('applies and destroys the environments that need no provider', async () => {
    for (const environment of appEnvironments.withoutProvider) {
      const root = await writeInputs(environment)
      await expectSuccess(terraform(root, 'init', '-no-color'))
      await expectSuccess(terraform(root, 'apply', '-auto-approve', '-no-color'))
      await expectSuccess(terraform(root, 'destroy', '-auto-approve', '-no-color'))
    }
  })
})

describe.skipIf(skipAws)('terraform with the AWS provider', () => {
  it(
    'validates all modules and examples, every release, and all environments',
    { timeout: 120_000 },
    async () => {
      const modules = [
        ...directories(platformModules, 'modules'),
        ...directories(platformModules, 'examples'),
        ...directories(appEnvironments, 'modules'),
        ...(await releasedModules()),
      ]
      await writeFile(join(directory, 'main.tf'), await printHarness(directory, modules))
      await expectSuccess(terraform(directory, 'init', '-backend=false', '-no-color'))
      await expectSuccess(terraform(directory, 'validate', '-no-color'))
    },
  )

  // Finds what validation cannot: a count or a key that depends on what does not exist yet, or a refused value.
  it('plans the environments from nothing, with a mocked provider', async () => {
    const environments = appEnvironments.modules.filter(
      (module) => !appEnvironments.withoutProvider.includes(module),
    )
    for (const environment of environments) {
      const root = await writeInputs(environment)
      await writeFile(join(root, 'plan.tftest.hcl'), mockedPlan)
      await expectSuccess(terraform(root, 'init', '-backend=false', '-no-color'))
      await expectSuccess(terraform(root, 'test', '-no-color'))
    }
  })
})

const mockedPlan = `
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{}" }
  }
  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-north-1a", "eu-north-1b", "eu-north-1c"] }
  }
}

run "plan" {
  command = plan
}
`

async function writeInputs(environment: string): Promise<string> {
  const root = join(directory, 'app-environments', environment)
  await writeFile(join(root, 'terraform.tfvars.json'), JSON.stringify(sampleEstateInputs[environment]))
  return root
}

async function clone(name: string, revision: string, target: string): Promise<void> {
  await mkdir(join(directory, 'releases'), { recursive: true })
  const source = join(directory, 'estate', `${name}.git`)
  await runGit([
    '-c',
    'advice.detachedHead=false',
    'clone',
    '--quiet',
    '--branch',
    revision,
    source,
    join(directory, target),
  ])
}

function directories(
  facts: (typeof sampleEstateFacts.repositories)[number],
  kind: 'modules' | 'examples',
): string[] {
  return facts[kind].map((module) => `${facts.name}/${module}`)
}

/** The modules of every release of the whole repository, `v1.0.0` and so on. */
async function releasedModules(): Promise<string[]> {
  const source = join(directory, 'estate', 'platform-modules.git')
  const lists = platformModules.tags.map(async (tag) => {
    const paths = await runGit([`--git-dir=${source}`, 'ls-tree', '-d', '--name-only', tag, 'modules/'])
    return paths.split('\n').map((path) => `releases/${tag}/${path}`)
  })
  return (await Promise.all(lists)).flat()
}

async function expectSuccess(run: Promise<{ exitCode: number; output: string }>): Promise<void> {
  const { exitCode, output } = await run
  expect(exitCode, output).toBe(0)
}
