import type { Random } from '@groundplan/testing'

/** A module as the proof draws and changes it: its interface and what an overlay says of it. */
export interface ModuleModel {
  readonly variables: readonly VariableModel[]
  readonly outputs: readonly OutputModel[]
  /** What the overlay says of inputs, by name: keys with values in YAML. */
  readonly overlay: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly commit: string
}

export interface VariableModel {
  readonly name: string
  /** A key of {@link kinds}. */
  readonly kind: string
  /** In Terraform; empty if the variable is required. */
  readonly default: string
  readonly description: string
  readonly isSensitive: boolean
  readonly isNullable: boolean
  /** Conditions on `var.x`. */
  readonly conditions: readonly string[]
}

interface OutputModel {
  readonly name: string
  readonly isSensitive: boolean
}

interface Kind {
  /** In Terraform; empty for a variable without a type. */
  readonly type: string
  /** In Terraform; all of the type. */
  readonly values: readonly string[]
  readonly conditions: readonly string[]
}

/** Kinds of variables, with values and conditions that decide differently about them. */
export const kinds: Readonly<Record<string, Kind>> = {
  text: {
    type: 'string',
    values: ['"a"', '"b"', '"c"', '"abc"', '""', '"A-1"', 'null', '"10.0.0.0/16"'],
    conditions: [
      'contains(["a", "b", "abc"], var.x)',
      'contains(["b", "a"], var.x)',
      'contains(["c", ""], var.x)',
      'length(var.x) > 0',
      'length(var.x) <= 2',
      'can(regex("^[a-z]+$", var.x))',
      'startswith(var.x, "a")',
      'var.x != "b"',
      'var.x == null || var.x == "a" || length(var.x) == 3',
      'can(cidrhost(var.x, 0))',
    ],
  },
  number: {
    type: 'number',
    values: ['1', '5', '10', '50', '0', '-1', '2.5', 'null'],
    conditions: [
      'var.x >= 1',
      'var.x <= 20',
      'var.x > 5',
      'var.x % 5 == 0',
      'floor(var.x) == var.x',
      'contains([1, 5, 10], var.x)',
      'contains([10, 5], var.x)',
      'var.x == 0 || var.x >= 10',
    ],
  },
  switch: { type: 'bool', values: ['true', 'false', 'null'], conditions: ['var.x', '!var.x'] },
  list: {
    type: 'list(string)',
    values: ['[]', '["a"]', '["a", "b"]', '["b", "a", "c"]', 'null'],
    conditions: [
      'length(var.x) > 0',
      'length(var.x) <= 2',
      'alltrue([for s in var.x : contains(["a", "b"], s)])',
      'alltrue([for s in var.x : length(s) > 0])',
      'length(distinct(var.x)) == length(var.x)',
    ],
  },
  set: {
    type: 'set(string)',
    values: ['[]', '["a"]', '["b", "a"]', '["a", "b"]', '["c", "a", "b"]'],
    conditions: ['length(var.x) > 1', 'contains(var.x, "a")', 'alltrue([for s in var.x : s != "c"])'],
  },
  map: {
    type: 'map(string)',
    values: ['{}', '{ a = "a" }', '{ b = "", a = "c" }'],
    conditions: ['length(var.x) > 0', 'alltrue([for k, v in var.x : v != ""])', 'length(var.x) <= 1'],
  },
  object: {
    type: 'object({ x = string, y = optional(number, 3) })',
    values: ['{ x = "a" }', '{ x = "b", y = 9 }', '{ y = 1, x = "" }'],
    conditions: ['var.x.y > 2', 'contains(["a", "b"], var.x.x)', 'length(var.x.x) > 0'],
  },
  wider: {
    type: 'object({ x = string, y = optional(number, 3), z = optional(set(string), ["p", "q"]) })',
    values: ['{ x = "a" }', '{ x = "b", y = 9, z = ["q"] }'],
    conditions: ['var.x.y > 2', 'length(var.x.z) > 0', 'contains(["a", "c"], var.x.x)'],
  },
  untyped: { type: '', values: ['"a"', '5', '["a"]', '{}', 'null'], conditions: ['var.x != "b"'] },
}

const names = ['size', 'engine', 'zone', 'tags', 'on', 'name', 'db_port', 'kms-key']
const outputNames = ['id', 'endpoint', 'port']

export function drawModule(random: Random): ModuleModel {
  const drawn = new Map(
    Array.from({ length: 1 + random.below(3) }, () => {
      const name = random.pick(names)
      return [name, drawVariable(name, random)] as const
    }),
  )
  const variables = [...drawn.values()]
  return {
    variables,
    outputs: outputNames
      .filter(() => random.below(2) === 0)
      .map((name) => ({ name, isSensitive: random.below(4) === 0 })),
    overlay: random.below(2) === 0 ? {} : overlayOf(random.pick(variables), random),
    commit: 'a'.repeat(40),
  }
}

function drawVariable(name: string, random: Random): VariableModel {
  const kind = random.pick(Object.keys(kinds))
  const { values, conditions } = kinds[kind] as Kind
  return {
    name,
    kind,
    default: random.below(3) === 0 ? '' : random.pick(values),
    description: random.pick(['', 'What it is.', 'Two lines,\nsaid briefly.']),
    isSensitive: random.below(8) === 0,
    isNullable: random.below(3) > 0,
    conditions: conditions.filter(() => random.below(4) === 0),
  }
}

function overlayOf({ name, kind }: VariableModel, random: Random): ModuleModel['overlay'] {
  const { values } = kinds[kind] as Kind
  const value = random.pick(values).replaceAll(/(\w+) = /g, '$1: ')
  const rule = {
    text: ['allowed-values', '[a, b]'],
    number: ['maximum', '10'],
    list: ['max-items', '2'],
    set: ['max-items', '2'],
  }[kind]
  const keys = [
    ['hide', 'true'],
    ['display-name', 'Shown name'],
    ['default', value],
    ['constant', value],
    ['description', 'The company says.'],
    ...(rule === undefined ? [] : [rule, rule]),
  ]
  return { [name]: Object.fromEntries([random.pick(keys)]) as Record<string, string> }
}

/** A change of a module, with a name for the report. */
type Update = readonly [name: string, apply: (model: ModuleModel, random: Random) => ModuleModel]

const onVariable =
  (change: (variable: VariableModel, random: Random) => VariableModel): Update[1] =>
  (model, random) => {
    const index = random.below(model.variables.length)
    const variables = model.variables.map((each, at) => (at === index ? change(each, random) : each))
    return { ...model, variables }
  }

/** Every kind of change that is drawn. */
const updates: readonly Update[] = [
  [
    'default',
    onVariable((each, random) => ({ ...each, default: random.pick(['', ...kindOf(each).values]) })),
  ],
  [
    'condition added',
    onVariable((each, random) => ({
      ...each,
      conditions: [...new Set([...each.conditions, random.pick(kindOf(each).conditions)])],
    })),
  ],
  ['conditions removed', onVariable((each) => ({ ...each, conditions: each.conditions.slice(1) }))],
  [
    'allowed values reordered',
    onVariable((each) => ({
      ...each,
      conditions: each.conditions.map((text) =>
        text.replace(/^contains\(\[(.*)\],/, (_, list: string) => `contains([${turn(list)}],`),
      ),
    })),
  ],
  ['other kind', onVariable((each, random) => drawVariable(each.name, random))],
  [
    'wider object',
    onVariable((each) => (each.kind === 'object' ? { ...each, kind: 'wider', conditions: [] } : each)),
  ],
  ['sensitive', onVariable((each) => ({ ...each, isSensitive: !each.isSensitive }))],
  ['nullable', onVariable((each) => ({ ...each, isNullable: !each.isNullable }))],
  ['description', onVariable((each) => ({ ...each, description: 'Other words.' }))],
  [
    'variable added',
    (model, random) => {
      const added = drawVariable(random.pick(names), random)
      const others = model.variables.filter(({ name }) => name !== added.name)
      return { ...model, variables: others.toSpliced(random.below(others.length + 1), 0, added) }
    },
  ],
  [
    'variable removed',
    (model) => (model.variables.length < 2 ? model : { ...model, variables: model.variables.slice(1) }),
  ],
  ['variables reordered', (model) => ({ ...model, variables: model.variables.toReversed() })],
  [
    'outputs',
    (model, random) => ({
      ...model,
      outputs: outputNames
        .filter(() => random.below(2) === 0)
        .map((name) => ({ name, isSensitive: random.below(3) === 0 })),
    }),
  ],
  [
    'overlay',
    (model, random) => ({
      ...model,
      overlay: random.below(3) === 0 ? {} : overlayOf(random.pick(model.variables), random),
    }),
  ],
  ['nothing but the commit', (model) => model],
]

/** Changes that edits are likely to contradict. */
const clashing = updates.filter(([name]) => /^(?:default|condition added|other kind|overlay)$/.test(name))

/** Several changes of a module. */
export function drawUpdates(random: Random): readonly Update[] {
  return Array.from({ length: 1 + random.below(3) }, () =>
    random.pick(random.below(2) === 0 ? clashing : updates),
  )
}

function kindOf({ kind }: VariableModel): Kind {
  return kinds[kind] as Kind
}

function turn(list: string): string {
  return list.split(', ').toReversed().join(', ')
}

/** `main.tf`. */
export function printModule({ variables, outputs }: ModuleModel): string {
  return [
    ...variables.map(printVariable),
    ...outputs.map(
      ({ name, isSensitive }) =>
        `output "${name}" {\n  value     = "x"\n${isSensitive ? '  sensitive = true\n' : ''}}\n`,
    ),
    'resource "terraform_data" "this" {}\n',
  ].join('')
}

function printVariable(variable: VariableModel): string {
  const { name, description, isSensitive, isNullable, conditions } = variable
  const { type } = kindOf(variable)
  const lines = [
    type === '' ? '' : `type = ${type}`,
    description === '' ? '' : `description = ${JSON.stringify(description)}`,
    variable.default === '' ? '' : `default = ${variable.default}`,
    isSensitive ? 'sensitive = true' : '',
    isNullable ? '' : 'nullable = false',
    ...conditions.map(
      (text) =>
        `validation {\n    condition = ${text.replaceAll('var.x', `var.${name}`)}\n    error_message = "Not so."\n  }`,
    ),
  ]
  const body = lines.filter((line) => line !== '').map((line) => `  ${line}\n`)
  return `variable "${name}" {\n${body.join('')}}\n`
}

/** `.groundplan/blueprint.yaml`. */
export function printOverlay({ overlay }: ModuleModel): string {
  const inputs = Object.entries(overlay).map(
    ([name, keys]) =>
      `    "${name}":\n${Object.entries(keys)
        .map(([key, value]) => `      ${key}: ${value}\n`)
        .join('')}`,
  )
  return inputs.length === 0 ? '' : `defaults:\n  inputs:\n${inputs.join('')}`
}
