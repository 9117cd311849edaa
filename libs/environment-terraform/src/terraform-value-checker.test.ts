import { parseBlueprint } from '@groundplan/blueprint'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { InputCheck, InputCheckRequest } from '@groundplan/terraform-run'
import { expect, it } from 'vitest'
import { TerraformValueChecker } from './terraform-value-checker.ts'

const { blueprint } = parseBlueprint(
  'blueprints/shop.yaml',
  `spec_version: 2
inputs:
  name: { type: string }
  size: { type: number, default: 2 }
grains:
  network:
    kind: terraform
    spec:
      source: { store: modules, path: ./network, commit: ${'a'.repeat(40)} }
      inputs:
        - title: 'net-{{ .inputs.name }}'
      outputs: [id]
  database:
    kind: opentofu
    depends-on: network
    spec:
      version: '>= 1.8'
      source: { store: modules, path: database, commit: ${'a'.repeat(40)} }
      inputs:
        - title: 'net-{{ .inputs.name }}'
        - size: '{{ .inputs.size }}'
        - network: '{{ .grains.network.outputs.id }}'
        - fixed: 1
`,
)

const entry = (path: string) => ({ kind: 'file', path, blobId: path, mode: '100644', size: 1 })
const snapshot = {
  listEntries: async () =>
    ['network/main.tf', 'network/nested/main.tf', 'network/README.md', 'database/main.tf'].map(entry),
  readBlobs: async (ids: readonly string[]) => new Map(ids.map((id) => [id, new TextEncoder().encode(id)])),
  close: async () => {},
} as unknown as RepositorySnapshot

async function check(values: Parameters<TerraformValueChecker['check']>[1], answer: InputCheck) {
  if (blueprint === undefined) throw new Error('The blueprint is not valid.')
  const asked: Omit<InputCheckRequest, 'module'>[] = []
  const files: string[] = []
  const checker = new TerraformValueChecker({
    checker: {
      check: async ({ module, ...request }) => {
        files.push(...(await module.readFiles()).map(({ path, bytes }) => `${path}=${Buffer.from(bytes)}`))
        asked.push(request)
        return answer
      },
    },
    openSource: async () => snapshot,
  })
  return { asked, files, result: await checker.check(blueprint, values) }
}

it('gives each module the values that its variables would get, as far as they are known', async () => {
  const { asked, files } = await check({ name: 'shop' }, { kind: 'checked', problems: [], unchecked: [] })
  expect(asked).toEqual([
    { tool: 'terraform', version: undefined, values: { title: 'net-shop' } },
    { tool: 'tofu', version: '>= 1.8', values: { title: 'net-shop', size: 2, fixed: 1 } },
  ])
  expect(files).toEqual(['main.tf=network/main.tf', 'main.tf=database/main.tf'])
})

it('says which input a problem is about, once', async () => {
  const problems = [
    { variable: 'title', message: 'Too short.' },
    { variable: 'fixed', message: 'Odd.' },
    { message: 'No.' },
  ]
  const { result } = await check({}, { kind: 'checked', problems, unchecked: ['size'] })
  expect(result).toEqual({
    problems: [{ input: 'name', message: 'Too short.' }, { message: 'Odd.' }, { message: 'No.' }],
    unchecked: ['size'],
  })
})

it('says why nothing is checked', async () => {
  const { result } = await check({}, { kind: 'unavailable', reason: 'There is no Terraform.' })
  expect(result).toEqual({ problems: [], unchecked: [], unavailable: 'There is no Terraform.' })
})
