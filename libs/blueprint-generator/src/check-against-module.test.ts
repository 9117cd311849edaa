import { placeFindings, ruleGroups, validateBlueprint } from '@groundplan/blueprint'
import { printDiagnostic } from '@groundplan/errors'
import { readModule } from '@groundplan/terraform-module'
import { describe, expect, test } from 'vitest'
import { checkAgainstModules, type LookedUpModule, type ModuleLookup } from './check-against-module.ts'

const text = `spec_version: 2
grains:
  db:
    kind: terraform
    spec:
      source: { store: modules, path: db, commit: abc }
      inputs:
        - name: x
        - siez: 1
      outputs: [id, endpont]
`

async function found(configuration: string): Promise<LookedUpModule> {
  const bytes = new TextEncoder().encode(configuration)
  return { status: 'found', module: await readModule({ path: 'db', files: [{ path: 'db/main.tf', bytes }] }) }
}

async function check(lookup: ModuleLookup, file = text) {
  const { blueprint, locate } = validateBlueprint('a.yaml', file)
  if (blueprint === undefined) throw new Error('no blueprint')
  return placeFindings({ file: 'a.yaml', text: file, locate }, await checkAgainstModules(blueprint, lookup))
}

const variables = 'variable "name" {}\nvariable "size" { default = 1 }\nvariable "zone" {}\n'
const outputs = 'output "id" { value = 1 }\noutput "endpoint" { value = 2 }\n'

const configured = text
  .replace('spec_version: 2', 'spec_version: 2\ninputs: { once: { ephemeral: true } }')
  .replace('siez: 1', "size: '{{ .inputs.once }}'")
  .replace('- name: x', "- { name: x, zone: y, token: '{{ .inputs.once }}' }")
  .replace('[id, endpont]', '[id]\n      providers: { aws: {}, aws.replcia: {} }')
const aliased = await found(
  `${variables}${outputs}variable "token" { ephemeral = true }
  terraform {
    required_providers {
      aws = { source = "hashicorp/aws", configuration_aliases = [aws.replica] }
    }
  }`,
)

describe('checkAgainstModules', () => {
  test('finds inputs and outputs that the module does not have, and what it requires', async () => {
    const module = await found(variables + outputs)
    expect((await check(async () => module)).map(printDiagnostic)).toEqual([
      'a.yaml:7:7: error: Grain "db" does not set "zone", which its module requires. (Add `- zone: …` to its inputs.)',
      'a.yaml:9:11: error: The module of grain "db" has no variable "siez". (Did you mean "size"?)',
      'a.yaml:10:21: error: The module of grain "db" has no output "endpont". (Did you mean "endpoint"?)',
    ])
  })

  test('looks the source up by the name in the grain, and reports nothing for an unknown repository', async () => {
    const asked: unknown[] = []
    const lookup: ModuleLookup = async (source) => {
      asked.push(source)
      return undefined
    }
    expect(await check(lookup)).toEqual([])
    expect(asked).toEqual([{ store: 'modules', path: 'db', commit: 'abc' }])
  })

  test('accepts any inputs from `_`', async () => {
    const module = await found(variables + outputs)
    const flattened = text.replace('siez: 1', '_: "{}"').replace('endpont', 'endpoint')
    expect(await check(async () => module, flattened)).toEqual([])
  })

  test('names a missing revision', async () => {
    const tagged = text.replace('commit: abc', 'tag: v1')
    const [finding] = (await check(async () => ({ status: 'no-revision' }), tagged)).map(printDiagnostic)
    expect(finding).toMatch(/^a\.yaml:6:43: error: Repository "modules" of grain "db" has no tag "v1"\./)
  })

  test('finds configurations that the module lacks or does not know, and ephemeral values that would be stored', async () => {
    expect((await check(async () => aliased, configured)).map(printDiagnostic)).toEqual([
      'a.yaml:10:11: error: The ephemeral input "once" sets "size" of grain "db", which its module does not declare as ephemeral. (Remove `ephemeral` from the input, or add `ephemeral = true` to the variable.)',
      'a.yaml:12:7: error: Grain "db" lacks the provider configuration "aws.replica", which its module expects. (Add `aws.replica` to its providers.)',
      'a.yaml:12:29: error: The module of grain "db" has no provider configuration "aws.replcia". (Did you mean "aws.replica"?)',
    ])
  })

  test('has a case for every rule about modules', async () => {
    const answers: readonly LookedUpModule[] = [
      await found(variables + outputs),
      await found('variable "x" {'),
      { status: 'no-revision' },
      { status: 'no-module' },
    ]
    const rules = new Set<string>()
    for (const answer of answers) for (const { rule } of await check(async () => answer)) rules.add(rule)
    for (const { rule } of await check(async () => aliased, configured)) rules.add(rule)
    expect([...rules].sort()).toEqual(ruleGroups.Modules.map(({ id }) => id).sort())
  })
})
