// Over 300 lines: a table of edits.
import { isTerraformGrain, printYaml, type Blueprint, type BlueprintInput } from '@groundplan/blueprint'
import type { Json } from '@groundplan/terraform-type'
import { parseType } from '@groundplan/terraform-type'
import type { Random } from '@groundplan/testing'

/** An edit of a generated file. Those of the layout change nothing that it says. */
interface Edit {
  readonly name: string
  readonly isLayout: boolean
  /** Changes the blueprint in place. */
  readonly apply?: (blueprint: Blueprint, random: Random) => void
  /** Changes the file's text. */
  readonly rewrite?: (text: string, random: Random) => string
}

export interface EditedFile {
  readonly text: string
  readonly edits: readonly string[]
  /** True if only the layout was edited. */
  readonly isLayout: boolean
}

/** Several edits of a blueprint, by somebody who works on the file. */
export function editFile(blueprint: Blueprint, onlyLayout: boolean, random: Random): EditedFile {
  const all = onlyLayout ? edits.filter(({ isLayout }) => isLayout) : edits
  const clashing = all.filter(({ name }) => /^(?:default|rule|.* allowed values)$/.test(name))
  const chosen = Array.from({ length: 1 + random.below(4) }, () =>
    random.pick(clashing.length > 0 && random.below(2) === 0 ? clashing : all),
  )
  const edited = structuredClone(blueprint)
  for (const { apply } of chosen) apply?.(edited, random)
  const text = chosen.reduce(
    (result, { rewrite }) => rewrite?.(result, random) ?? result,
    printYaml(edited, ' Kept by the team.'),
  )
  return { text, edits: chosen.map(({ name }) => name), isLayout: onlyLayout }
}

type InputEdit = (input: BlueprintInput, random: Random, blueprint: Blueprint, name: string) => void

function onInput(change: InputEdit): NonNullable<Edit['apply']> {
  return (blueprint, random) => {
    const inputs = Object.entries(blueprint.inputs ?? {})
    if (inputs.length === 0) return
    const [name, input] = random.pick(inputs)
    if (input !== null) change(input, random, blueprint, name)
  }
}

const values: Readonly<Record<string, readonly Json[]>> = {
  string: ['a', 'b', 'c', 'abc', '', 'ours', '10.0.0.0/16'],
  number: [1, 5, 10, 15, 50, 0, -3, 2.5],
  bool: [true, false],
  list: [[], ['a'], ['b', 'a'], ['a', 'b', 'ours']],
  set: [[], ['a'], ['b', 'a'], ['a', 'b', 'ours']],
  map: [{}, { a: 'a' }, { a: '', b: 'c' }],
  object: [{ x: 'a' }, { x: 'ours', y: 1 }, { y: 9, x: 'c' }],
  any: ['a', 'b', 5, ['a']],
}

const rules: Readonly<Record<string, readonly Partial<BlueprintInput>[]>> = {
  string: [
    { 'allowed-values': ['a', 'b'] },
    { 'allowed-values': ['abc', 'c', 'ours'] },
    { 'min-length': 1 },
    { 'max-length': 2 },
    { pattern: '^[a-c]' },
    { format: 'ip-range' },
    { not: [{ 'allowed-values': ['b'] }] },
  ],
  number: [
    { minimum: 5 },
    { maximum: 10 },
    { 'exclusive-maximum': 50 },
    { 'multiple-of': 5 },
    { 'allowed-values': [1, 5, 15] },
    { 'any-of': [{ minimum: 10 }, { 'allowed-values': [0] }] },
  ],
  list: [
    { 'min-items': 1 },
    { 'max-items': 1 },
    { 'unique-items': true },
    { constraints: { '[*]': { 'allowed-values': ['a', 'ours'] } } },
  ],
  set: [{ 'min-items': 1 }, { 'max-items': 1 }, { constraints: { '[*]': { 'min-length': 1 } } }],
  map: [{ 'max-items': 1 }, { keys: { pattern: '^a' } }, { constraints: { '[*]': { 'min-length': 1 } } }],
  object: [
    { constraints: { '.y': { minimum: 3 } } },
    { constraints: { '.x': { 'allowed-values': ['a', 'c'] } } },
  ],
  bool: [{ 'allowed-values': [true] }],
  any: [{ 'not-null': true }],
}

function kindOf({ type = 'string' }: BlueprintInput): string {
  const parsed = parseType(type)
  return parsed.ok ? parsed.type.kind : 'any'
}

const words = [
  'display-name',
  'type',
  'description',
  'unit',
  'default',
  'optional',
  'sensitive',
  'deprecated',
]

/** Takes the field off the form; the module gets the constant, or its own default. */
function withoutInput(blueprint: Blueprint, name: string, constant: Json | undefined): void {
  const { [name]: gone, ...others } = blueprint.inputs ?? {}
  if (gone === undefined) return
  blueprint.inputs = others
  for (const grain of Object.values(blueprint.grains).filter(isTerraformGrain))
    grain.spec.inputs = (grain.spec.inputs ?? []).flatMap((each) => {
      if (!Object.hasOwn(each, name)) return [each]
      return constant === undefined ? [] : [{ [name]: constant }]
    })
}

function reorder<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).toReversed())
}

const edits: readonly Edit[] = [
  {
    name: 'default',
    isLayout: false,
    apply: onInput((input, random) => {
      input.default = random.pick(values[kindOf(input)] ?? ['a'])
      delete input.optional
    }),
  },
  {
    name: 'no default',
    isLayout: false,
    apply: onInput((input) => {
      delete input.default
    }),
  },
  {
    name: 'optional',
    isLayout: false,
    apply: onInput((input) => {
      if (input.default === undefined) input.optional = true
    }),
  },
  {
    name: 'rule',
    isLayout: false,
    apply: onInput((input, random) => Object.assign(input, random.pick(rules[kindOf(input)] ?? [{}]))),
  },
  {
    name: 'no rule',
    isLayout: false,
    apply: onInput((input, random) => {
      const own = Object.keys(input).filter((key) => !words.includes(key))
      if (own.length > 0) Reflect.deleteProperty(input, random.pick(own))
    }),
  },
  {
    name: 'fewer allowed values',
    isLayout: false,
    apply: onInput((input) => {
      if ((input['allowed-values']?.length ?? 0) > 1) input['allowed-values']?.pop()
    }),
  },
  {
    name: 'more allowed values',
    isLayout: false,
    apply: onInput((input) => {
      input['allowed-values']?.push(kindOf(input) === 'number' ? 99 : 'ours')
    }),
  },
  {
    name: 'hidden',
    isLayout: false,
    apply: onInput((_, __, blueprint, name) => withoutInput(blueprint, name, undefined)),
  },
  {
    name: 'constant',
    isLayout: false,
    apply: onInput((input, random, blueprint, name) =>
      withoutInput(blueprint, name, random.pick(values[kindOf(input)] ?? ['a'])),
    ),
  },
  {
    name: 'renamed input',
    isLayout: false,
    apply: onInput((_, __, blueprint, name) => {
      const entries = Object.entries(blueprint.inputs ?? {})
      blueprint.inputs = Object.fromEntries(
        entries.map(([key, value]) => [key === name ? 'our_name' : key, value]),
      )
      for (const grain of Object.values(blueprint.grains).filter(isTerraformGrain))
        for (const each of grain.spec.inputs ?? [])
          if (Object.hasOwn(each, name)) each[name] = '{{ .inputs.our_name }}'
    }),
  },
  {
    name: 'type',
    isLayout: false,
    apply: onInput((input, random) => {
      input.type = random.pick(['string', 'number', 'list(string)', 'set(string)'])
    }),
  },
  {
    name: 'words',
    isLayout: false,
    apply: onInput((input, random) => {
      const key = random.pick([
        'description',
        'display-name',
        'deprecated',
        'validation-description',
      ] as const)
      input[key] = `Our words.`
    }),
  },
  {
    name: 'secret',
    isLayout: false,
    apply: onInput((input) => {
      input.sensitive = input.sensitive !== true
      if (!input.sensitive) delete input.sensitive
    }),
  },
  {
    name: 'title',
    isLayout: false,
    apply: (blueprint) => {
      blueprint.metadata = { ...blueprint.metadata, 'display-name': 'Our title', owners: ['@ours'] }
      blueprint.description = 'Our description.'
    },
  },
  {
    name: 'sections',
    isLayout: false,
    apply: (blueprint) => {
      const inputs = Object.keys(blueprint.inputs ?? {}).map((name) => ({ name }))
      if (inputs.length > 0)
        blueprint.customization = { 'launch-form': { sections: [{ name: 'Ours', inputs }] } }
    },
  },
  {
    name: 'reordered inputs',
    isLayout: false,
    apply: (blueprint) => {
      if (blueprint.inputs !== undefined) blueprint.inputs = reorder(blueprint.inputs)
    },
  },
  {
    name: 'no output',
    isLayout: false,
    apply: (blueprint, random) => {
      const names = Object.keys(blueprint.outputs ?? {})
      if (names.length > 1) Reflect.deleteProperty(blueprint.outputs ?? {}, random.pick(names))
    },
  },
  {
    name: 'public output',
    isLayout: false,
    apply: (blueprint) => {
      for (const output of Object.values(blueprint.outputs ?? {}))
        if (output !== null) delete output.sensitive
    },
  },
  {
    name: 'own output',
    isLayout: false,
    apply: (blueprint, random) => {
      const names = Object.keys(blueprint.inputs ?? {})
      if (names.length > 0)
        blueprint.outputs = {
          ...blueprint.outputs,
          ours: { value: `{{ .inputs.${random.pick(names)} }}` },
        }
    },
  },
  {
    name: 'layout of types',
    isLayout: true,
    apply: (blueprint) => {
      for (const input of Object.values(blueprint.inputs ?? {}))
        if (input?.type !== undefined)
          input.type = input.type.replaceAll(/\s*\n\s*/g, ' ').replaceAll(/, /g, ',\n  ')
    },
  },
  {
    name: 'order of keys',
    isLayout: true,
    apply: (blueprint) => {
      const entries = Object.entries(blueprint.inputs ?? {})
      blueprint.inputs = Object.fromEntries(
        entries.map(([name, input]) => [name, input === null ? null : reorder(input)]),
      )
      if (entries.length === 0) delete blueprint.inputs
    },
  },
  {
    name: 'order of attributes',
    isLayout: true,
    apply: onInput((input) => {
      if (input.type === 'object({ x = string, y = optional(number, 3) })')
        input.type = 'object({ y = optional(number, 3), x = string })'
    }),
  },
  {
    name: 'order of elements',
    isLayout: true,
    apply: (blueprint) => {
      for (const input of Object.values(blueprint.inputs ?? {})) {
        if (input === null) continue
        if (kindOf(input) === 'set' && Array.isArray(input.default)) input.default.reverse()
        input['allowed-values']?.reverse()
        for (const inner of Object.values(input.constraints ?? {})) inner['allowed-values']?.reverse()
      }
    },
  },
  {
    name: 'order of labels',
    isLayout: true,
    apply: (blueprint) => {
      blueprint.metadata?.['blueprint-labels']?.reverse()
      for (const grain of Object.values(blueprint.grains).filter(isTerraformGrain)) {
        grain.spec.outputs?.reverse()
        grain.spec.inputs?.reverse()
      }
    },
  },
  {
    name: 'quotes',
    isLayout: true,
    rewrite: (text) => text.replaceAll(/^(\s+(?:type|pattern): )([\w^[\]]+)$/gm, '$1"$2"'),
  },
  {
    name: 'blank lines',
    isLayout: true,
    rewrite: (text) => text.replaceAll(/^(\w[\w-]*:)/gm, '\n$1'),
  },
  { name: 'line ends', isLayout: true, rewrite: (text) => text.replaceAll(/\r?\n/g, '\r\n') },
  {
    name: 'comment',
    isLayout: false,
    rewrite: (text, random) => {
      const lines = text.split('\n')
      const keys = lines.flatMap((line, index) => (/^ {2,4}[\w-]+:/.test(line) ? [index] : []))
      if (keys.length === 0) return text
      const index = random.pick(keys)
      return lines
        .toSpliced(index, 0, `${/^ */.exec(lines[index] ?? '')?.[0] ?? ''}# ask us first`)
        .join('\n')
    },
  },
]
