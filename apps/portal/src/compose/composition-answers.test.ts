import { planComposition } from '@groundplan/blueprint-generator/compose'
import { describe, expect, it } from 'vitest'
import {
  answerOf,
  answerPlan,
  listQuestions,
  noAnswers,
  renameGrain,
  type Answers,
} from './composition-answers.ts'
import { previewComposition } from './preview-composition.ts'

const source = { store: 'modules', commit: '92e479632707b2985a29377e184f5fc4b9c6a1fc' }

const network = {
  grain: 'network',
  blueprint: {
    spec_version: 2 as const,
    inputs: { tags: { type: 'map(string)', default: {} }, peer_id: { type: 'string', default: '' } },
    outputs: {
      vpc_id: { value: '{{ .grains.network.outputs.vpc_id }}', description: 'Id of the VPC.' },
      subnet_ids: { value: '{{ .grains.network.outputs.subnet_ids }}' },
    },
    grains: {
      network: {
        kind: 'terraform' as const,
        spec: {
          source: { ...source, path: 'network' },
          inputs: [{ tags: '{{ .inputs.tags }}' }, { peer_id: '{{ .inputs.peer_id }}' }],
          outputs: ['vpc_id', 'subnet_ids'],
        },
      },
    },
  },
}

const database = {
  grain: 'database',
  blueprint: {
    spec_version: 2 as const,
    inputs: {
      vpc_id: { type: 'string', description: 'Id of the VPC.' },
      subnet_ids: { type: 'list(string)', default: [] },
      tags: { type: 'map(string)', default: {} },
    },
    outputs: { peer_id: { value: '{{ .grains.db.outputs.peer_id }}' } },
    grains: {
      db: {
        kind: 'terraform' as const,
        spec: {
          source: { ...source, path: 'database' },
          inputs: [
            { vpc_id: '{{ .inputs.vpc_id }}' },
            { subnet_ids: '{{ .inputs.subnet_ids }}' },
            { tags: '{{ .inputs.tags }}' },
          ],
          outputs: ['peer_id'],
        },
      },
    },
  },
}

const proposal = planComposition([network, database])
const questions = listQuestions(proposal)
const find = (id: string) => questions.find((question) => question.id === id)!
const answers = (wires: Record<string, string>, apart: readonly string[] = []): Answers => ({
  wires: new Map(Object.entries(wires)),
  apart: new Set(apart),
})
const planWith = (given: Answers) => answerPlan(proposal, questions, given)
const inputsOf = (given: Answers) => planWith(given).inputs.map(({ name }) => name)

describe('the answers to a proposed composition', () => {
  it('make nothing else of it when nobody has said anything', () => {
    const { wires, inputs, shared, diagnostics } = planWith(noAnswers)
    expect({ wires, inputs, shared, diagnostics }).toEqual({
      wires: proposal.wires,
      inputs: proposal.inputs,
      shared: proposal.shared,
      diagnostics: [],
    })
  })

  it('make a wire, leave an input to the form, or leave it out', () => {
    const wired = planWith(answers({ 'database.vpc_id': 'network.vpc_id' }))
    expect(wired.wires.map(({ to }) => to)).toContainEqual({ grain: 'database', input: 'vpc_id' })
    expect(inputsOf(answers({ 'database.vpc_id': 'network.vpc_id' }))).not.toContain('vpc_id')
    expect(inputsOf(answers({ 'database.vpc_id': 'form' }))).toContain('vpc_id')
    expect(inputsOf(answers({ 'database.subnet_ids': 'form' }))).toContain('subnet_ids')
    expect(inputsOf(answers({ 'database.subnet_ids': 'left-out' }))).not.toContain('subnet_ids')
  })

  it('are as proposed where they do not fit: a required input cannot be left out, nor get what nobody gives', () => {
    const question = find('database.vpc_id')
    const proposed = answerOf(question, noAnswers)
    expect(question.canBeLeftOut).toBe(false)
    expect(answerOf(question, answers({ 'database.vpc_id': 'left-out' }))).toBe(proposed)
    expect(answerOf(question, answers({ 'database.vpc_id': 'network.nothing' }))).toBe(proposed)
  })

  it('keep a shared input apart', () => {
    expect(inputsOf(noAnswers)).toContain('tags')
    expect(inputsOf(answers({}, ['tags']))).toEqual(expect.arrayContaining(['network_tags', 'database_tags']))
  })

  it('that make a circle are findings, and then there is no blueprint', () => {
    const plan = planWith(
      answers({ 'database.vpc_id': 'network.vpc_id', 'network.peer_id': 'database.peer_id' }),
    )
    expect(plan.diagnostics.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(['error cycle'])
    expect(previewComposition(plan, { name: 'app', description: '' }).text).toBeUndefined()
  })

  it('go with a grain that gets another name', () => {
    const { wires } = renameGrain(answers({ 'database.vpc_id': 'network.vpc_id' }), 'network', 'net')
    expect([...wires]).toEqual([['database.vpc_id', 'net.vpc_id']])
    expect([...renameGrain({ wires, apart: new Set() }, 'data', 'x').wires]).toEqual([...wires])
  })

  it('become a blueprint with its form', () => {
    const plan = planWith(answers({ 'database.vpc_id': 'network.vpc_id' }))
    const { text, form, diagnostics } = previewComposition(plan, { name: 'app', description: 'Both.' })
    expect(text).toContain("vpc_id: '{{ .grains.network.outputs.vpc_id }}'")
    expect(text).toContain('depends-on: network')
    expect(text).toContain('description: Both.')
    expect(Object.keys(form?.schema.properties ?? {})).toContain('tags')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })
})
