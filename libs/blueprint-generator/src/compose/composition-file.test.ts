import { printDiagnostic } from '@groundplan/errors'
import { expect, test } from 'vitest'
import { database, network, readTextPart } from './__fixtures__/read-text-module.ts'
import { planComposition } from './plan-composition.ts'
import { printCompositionFile } from './print-composition-file.ts'
import { readCompositionFile } from './read-composition-file.ts'

const parts = { rds: { module: 'modules/rds' }, vpc: { module: 'modules/vpc' } }

test('printed choices parse to the same choices', async () => {
  const planned = planComposition([await readTextPart('rds', database), await readTextPart('vpc', network)])
  const plan = {
    ...planned,
    wires: planned.wires.map((wire) => ({ ...wire, form: 'element' as const })),
    constants: [{ to: { grain: 'rds', input: 'name' }, value: 'x', reason: 'as in the composition file' }],
    leftOut: [{ grain: 'vpc', input: 'tags' }],
    dependsOn: [{ grain: 'rds', on: 'vpc' }],
    shared: [{ name: 'title', for: [{ grain: 'vpc', input: 'name' }], definition: { type: 'string' } }],
  }
  const { file, choices, diagnostics } = readCompositionFile(
    'a.yaml',
    printCompositionFile(plan, { name: 'app', parts }),
  )
  expect(diagnostics).toEqual([])
  expect(file).toMatchObject({ name: 'app', parts })
  const { constants, leftOut, dependsOn, shared } = plan
  const wires = plan.wires.map(({ reasons, ...wire }) => ({ ...wire, reasons: [reasons.join(', ')] }))
  expect(choices).toEqual({ wires, constants, leftOut, dependsOn, shared })
})

test.each([
  ['not: a composition', 'a.yaml:1:1'],
  ['composition: 1\nname: x\nparts: {}\nwires:\n  - { from: vpc, to: rds.vpc_id }', 'a.yaml:5:'],
  ['composition: 1\nname: x\nparts: {}\nwire: []', 'a.yaml:4:1'],
  ['composition: 1\nname: [', 'a.yaml:2:'],
  ['composition: 1\nname: x\nparts:\n  a: { folder: b }', 'a.yaml:4:'],
])('%j is refused with its place', (text, place) => {
  const { file, diagnostics } = readCompositionFile('a.yaml', text)
  expect(file).toBeUndefined()
  expect(diagnostics.map(({ file, line, column }) => `${file}:${line}:${column}`).join(' ')).toContain(place)
})

test('errors explain the problem and the expected value', () => {
  const text =
    'composition: 1\nname: 5\nparts: {}\nwires: [{ from: vpc, to: rds.vpc_id }]\nconstants: { bad: 1 }\nleft-oud: []\n'
  const { diagnostics } = readCompositionFile('a.yaml', text)
  expect(diagnostics.map(printDiagnostic)).toEqual([
    'a.yaml:2:1: error: Expected a string at name, found a number. (If it is a single string, put it in quotes.)',
    'a.yaml:4:11: error: Expected a grain and a name at wires.0.from, found "vpc". (Write it as `grain.name`, e.g. `vpc.vpc_id`.)',
    'a.yaml:5:14: error: Expected a grain and a name at constants, found "bad". (Write it as `grain.name`, e.g. `vpc.vpc_id`.)',
    'a.yaml:6:1: error: Unknown key "left-oud". (Did you mean "left-out"?)',
  ])
})

test('each choice is found again in the file', () => {
  const { locate } = readCompositionFile(
    'a.yaml',
    'composition: 1\nname: x\nparts: {}\nwires:\n  - from: a.b\n    to: c.d\n  - from: a.c\n    to: c.e\nconstants:\n  c.f: 5\ndepends-on:\n  c: [a, b]\n',
  )
  expect(locate(['wires', 1])).toMatchObject({ line: 7 })
  expect(locate(['constants', 0])).toMatchObject({ line: 10 })
  expect(locate(['dependsOn', 1])).toMatchObject({ line: 12, column: 10 })
})

test('keys with a meaning of their own to JavaScript are names like others, or refused', () => {
  const text = 'composition: 1\nname: x\nparts:\n  __proto__: { module: a }\n'
  expect(Object.keys(readCompositionFile('a.yaml', text).file?.parts ?? {})).toEqual(['__proto__'])
})
