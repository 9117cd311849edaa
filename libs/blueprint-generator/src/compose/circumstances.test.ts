import { readModule } from '@groundplan/terraform-module'
import { expect, test } from 'vitest'
import { planComposition } from './plan-composition.ts'
import { readParts } from './read-parts.ts'
import { listChoices } from './score-wires.ts'
import { readyPart } from './wire-evidence.ts'

async function part(grain: string, text: string, store = 'modules') {
  const files = [{ path: `${grain}/main.tf`, bytes: new TextEncoder().encode(text) }]
  const module = await readModule({ path: grain, files })
  return { grain, module, source: { store, path: grain, commit: '0'.repeat(40) } }
}

const consumer = (variable: string) =>
  `variable "${variable}" {\n  type = string\n}\nresource "aws_kms_key" "a" {\n  description = var.${variable}\n}\n`

/** The evidence for the only candidate of an input of the last part. */
async function evidenceOf(...parts: readonly Awaited<ReturnType<typeof part>>[]) {
  const choices = listChoices(readParts(parts).parts.map(readyPart))
  return choices.find(({ target }) => target.part.grain === parts.at(-1)?.grain)?.candidates[0]?.evidence
}

test('modules of one store are written for each other', async () => {
  const source = 'resource "aws_kms_key" "a" {}\noutput "audit_key" {\n  value = aws_kms_key.a.arn\n}\n'
  const target = await part('log', consumer('audit_key'))
  expect(await evidenceOf(await part('key', source), target)).toMatchObject({ 'kin:kin': 1 })
  expect(await evidenceOf(await part('key', source, 'other'), target)).toMatchObject({ 'kin:stranger': 1 })
})

test('what a data source looks up is not made by its module', async () => {
  const source =
    'data "aws_caller_identity" "a" {}\noutput "account_id" {\n  value = data.aws_caller_identity.a.account_id\n}\n'
  const evidence = await evidenceOf(await part('scan', source), await part('log', consumer('account_id')))
  expect(evidence).toMatchObject({ lookedUp: 1 })
})

test('a module without resources computes values; an input that it passes on unchanged is none', async () => {
  const source = (value: string) =>
    `variable "team" {\n  type = string\n}\noutput "name_prefix" {\n  value = ${value}\n}\n`
  const target = await part('log', consumer('name_prefix'))
  expect(await evidenceOf(await part('naming', source('"${var.team}-x"')), target)).toMatchObject({
    computing: 1,
  })
  const unchanged = await evidenceOf(await part('naming', source('var.team')), target)
  expect(unchanged).toMatchObject({ unchanged: 1 })
  expect(unchanged).not.toHaveProperty('computing')
})

test('copies of one module are rivals for what each of them has', async () => {
  const source = 'resource "aws_kms_key" "a" {}\noutput "audit_key" {\n  value = aws_kms_key.a.arn\n}\n'
  const one = await part('one', source)
  const twin = { ...one, grain: 'two' }
  const target = await part('log', consumer('audit_key'))
  expect(await evidenceOf(one, twin, target)).toMatchObject({ twins: Math.log(2) })
  expect(planComposition([one, twin, target]).wires).toEqual([])
})
