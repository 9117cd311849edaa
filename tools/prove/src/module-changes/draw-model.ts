import type { Random } from '@groundplan/testing'
import type { CallModel, ModuleModel, ResourceModel } from './module-model.ts'

const expressions = [
  '"x"',
  'var.a',
  'var.n',
  'local.p',
  'local.q',
  '[local.p, 1]',
  '"${var.a}-${local.q}"',
  '{ k = local.p, j = 2 }',
  'length(var.a) > 1',
  '1 < length(var.a)',
]
const childExpressions = ['"y"', 'var.v', '[var.v]', '{ v = var.v, w = 1 }']
const repetitions = [
  '',
  '',
  'count = 1',
  'count = 2',
  'for_each = toset(["x", "y"])',
  'for_each = toset(["y", "x", "z"])',
  'count = local.one',
  'count = var.n > 1 ? 1 : 0',
]

/** All the same provider; it has no versions. */
const providers = [
  '{ source = "terraform.io/builtin/terraform" }',
  '{\n      source = "TERRAFORM.IO/builtin/terraform"\n    }',
]

/** A module to begin with. */
export function drawModel(random: Random): ModuleModel {
  const names = ['one', 'two', 'three'].slice(0, 1 + random.below(3))
  return {
    requiredVersion: '>= 1.4',
    requiredProviders: random.below(2) === 0 ? [] : [`terraform = ${random.pick(providers)}`],
    locals: { p: '"p"', q: random.pick(['local.p', '"q"', 'var.n + 1']), one: '1', s: 'toset(["b", "a"])' },
    resources: names.map((name) => drawResource(name, expressions, random)),
    calls: random.below(2) === 0 ? [] : [drawCall('child', random)],
    outputs: { o: `terraform_data.${names[0]}`, p: random.pick(expressions) },
    blocks:
      random.below(4) > 0
        ? []
        : ['moved {\n  from = terraform_data.ancient\n  to   = terraform_data.one\n}\n'],
    validations:
      random.below(2) === 0
        ? []
        : [random.pick(['length(var.a) > 0', 'sha1(var.a) != "" && length(var.a) < 99'])],
  }
}

function drawResource(name: string, from: readonly string[], random: Random): ResourceModel {
  const trigger = random.below(2) === 0 ? '' : random.pick(from)
  return {
    name,
    input: random.pick(from),
    trigger,
    repetition: random.pick(
      from === expressions ? repetitions : repetitions.filter((each) => !/var|local/.test(each)),
    ),
    lifecycle: [],
  }
}

function drawCall(name: string, random: Random): CallModel {
  return {
    name,
    argument: random.pick(expressions),
    repetition: random.pick(['', '', 'count = 1']),
    resources: [drawResource('inner', childExpressions, random)],
  }
}

/** A change of a module, with a name for the report. */
type Edit = readonly [name: string, apply: (model: ModuleModel, random: Random) => ModuleModel]

const onResource =
  (change: (resource: ResourceModel, random: Random) => ResourceModel): Edit[1] =>
  (model, random) => {
    const index = random.below(model.resources.length)
    return {
      ...model,
      resources: model.resources.map((each, at) => (at === index ? change(each, random) : each)),
    }
  }

const onInner =
  (change: (resource: ResourceModel, random: Random) => ResourceModel): Edit[1] =>
  (model, random) => ({
    ...model,
    calls: model.calls.map((call) => ({
      ...call,
      resources: call.resources.map((each) => change(each, random)),
    })),
  })

const rename =
  (isMoved: boolean): Edit[1] =>
  (model) => {
    const from = model.resources[0]?.name ?? ''
    const text = JSON.stringify(model).replaceAll(`terraform_data.${from}`, `terraform_data.${from}_new`)
    const renamed = JSON.parse(text) as ModuleModel
    const moved = `moved {\n  from = terraform_data.${from}\n  to   = terraform_data.${from}_new\n}\n`
    return {
      ...renamed,
      resources: renamed.resources.map((each, index) =>
        index === 0 ? { ...each, name: `${from}_new` } : each,
      ),
      blocks: [...renamed.blocks, ...(isMoved ? [moved] : [])],
    }
  }

const renameCall =
  (isMoved: boolean): Edit[1] =>
  (model) => ({
    ...model,
    calls: model.calls.map((call) => ({ ...call, name: 'renamed' })),
    blocks: [
      ...model.blocks,
      ...(isMoved && model.calls.length > 0
        ? ['moved {\n  from = module.child\n  to   = module.renamed\n}\n']
        : []),
    ],
  })

/** Every kind of change that is drawn. */
export const edits: readonly Edit[] = [
  ['input', onResource((each, random) => ({ ...each, input: random.pick(expressions) }))],
  ['trigger', onResource((each, random) => ({ ...each, trigger: random.pick(['', ...expressions]) }))],
  ['repetition', onResource((each, random) => ({ ...each, repetition: random.pick(repetitions) }))],
  ['layout', onResource((each) => ({ ...each, input: `(\n  ${each.input} # as before\n)` }))],
  [
    'order',
    (model) => ({
      ...model,
      resources: model.resources.toReversed(),
      locals: { ...model.locals, s: 'toset(["a", "b"])' },
    }),
  ],
  [
    'local',
    (model, random) => ({
      ...model,
      locals: { ...model.locals, [random.pick(['p', 's'])]: random.pick(['"changed"', 'toset(["z"])']) },
    }),
  ],
  ['new local', (model) => ({ ...model, locals: { ...model.locals, unused: '1' } })],
  ['removal', (model) => ({ ...model, resources: model.resources.slice(0, -1), outputs: { p: '"x"' } })],
  [
    'addition',
    (model, random) => ({
      ...model,
      resources: [...model.resources, drawResource(`added_${model.resources.length}`, expressions, random)],
    }),
  ],
  ['renamed and moved', rename(true)],
  ['renamed', rename(false)],
  ['inner input', onInner((each, random) => ({ ...each, input: random.pick(childExpressions) }))],
  [
    'inner trigger',
    onInner((each, random) => ({ ...each, trigger: random.pick(['', ...childExpressions]) })),
  ],
  [
    'argument',
    (model, random) => ({
      ...model,
      calls: model.calls.map((call) => ({ ...call, argument: random.pick(expressions) })),
    }),
  ],
  [
    'number of calls',
    (model, random) => ({
      ...model,
      calls: model.calls.map((call) => ({
        ...call,
        repetition: random.pick(['', 'count = 1', 'count = 0', 'for_each = toset(["a"])']),
      })),
    }),
  ],
  ['call gone', (model) => ({ ...model, calls: [] })],
  [
    'new call',
    (model, random) => (model.calls.length > 0 ? model : { ...model, calls: [drawCall('child', random)] }),
  ],
  ['call renamed and moved', renameCall(true)],
  ['call renamed', renameCall(false)],
  [
    'output of an object',
    (model, random) => ({
      ...model,
      outputs: {
        ...model.outputs,
        p: random.pick(['{ a = local.p, b = 1 }', '{ a = local.p }', '{ b = 1, a = local.p, c = var.n }']),
      },
    }),
  ],
  [
    'local written out',
    onResource((each) => ({ ...each, input: each.input.replaceAll(/\blocal\.p\b/g, '"p"') })),
  ],
  [
    'comparison turned',
    (model) => ({
      ...model,
      validations: model.validations.map((text) =>
        text.replace(/^(length\(var\.a\)) > (\d+)$/, '$2 < $1').replace(/ && .*/, ''),
      ),
    }),
  ],
  ['move forgotten', (model) => ({ ...model, blocks: model.blocks.slice(1) })],
  [
    'provider configuration',
    (model) => ({ ...model, blocks: [...model.blocks, 'provider "terraform" {\n  alias = "other"\n}\n'] }),
  ],
  ['output', (model, random) => ({ ...model, outputs: { ...model.outputs, p: random.pick(expressions) } })],
  [
    'precondition',
    onResource((each, random) => ({
      ...each,
      lifecycle: [
        `precondition {\n  condition = ${random.pick(['var.n < 2', 'var.n > 2', 'length(var.a) < 9'])}\n  error_message = "No."\n}`,
      ],
    })),
  ],
  [
    'lifecycle',
    onResource((each, random) => ({
      ...each,
      lifecycle: [
        random.pick([
          'create_before_destroy = true',
          'ignore_changes = [input]',
          'replace_triggered_by = [terraform_data.helper]',
        ]),
      ],
    })),
  ],
  [
    'readable rule',
    (model, random) => ({
      ...model,
      validations: [
        ...model.validations,
        random.pick(['length(var.a) > 1', 'length(var.a) > 5', 'contains(["abc", "x"], var.a)']),
      ],
    }),
  ],
  [
    'unreadable rule',
    (model, random) => ({
      ...model,
      validations: [
        ...model.validations,
        random.pick(['can(jsondecode(var.a))', 'sha1(var.a) != ""', 'var.a != tostring(var.n)']),
      ],
    }),
  ],
  ['no rule', (model) => ({ ...model, validations: [] })],
  [
    'required provider',
    (model, random) => ({
      ...model,
      requiredProviders: random.pick([[], [`terraform = ${random.pick(providers)}`]]),
    }),
  ],
  [
    'required version',
    (model, random) => ({
      ...model,
      requiredVersion: random.pick(['>= 1.0', '>= 1.5', '>= 99.0', '~> 1.4']),
    }),
  ],
  [
    'released',
    (model) => {
      const [first, ...others] = model.resources
      if (first === undefined || others.length === 0) return model
      const block = `removed {\n  from = terraform_data.${first.name}\n  lifecycle {\n    destroy = false\n  }\n}\n`
      return { ...model, resources: others, outputs: { p: '"x"' }, blocks: [...model.blocks, block] }
    },
  ],
]

/** The resource that some changes refer to; it is in every module. */
export const helper: ResourceModel = {
  name: 'helper',
  input: 'local.p',
  trigger: '',
  repetition: '',
  lifecycle: [],
}
