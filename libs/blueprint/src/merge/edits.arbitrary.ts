// Over 300 lines: one grammar of edits, whose rules refer to each other.
/** Generates edits of blueprint files, and changes by the generator. */
import fc from 'fast-check'
import { isMap, isScalar, isSeq, parseDocument, Scalar, visit, YAMLMap, type Document, type Pair } from 'yaml'
import { anyBlueprint } from '../blueprint.arbitrary.ts'
import type { Blueprint, BlueprintInput } from '../blueprint.ts'
import { printBlueprint } from '../print-blueprint.ts'

const names = ['size', 'engine', 'zone', 'on', '__proto__', 'with space', 'größe', '10', 'name']
const words = ['Size of it.', 'a: b # c', '16', 'true', 'line\nline\n', "it's", '', '  indented\n\nend']

const input: fc.Arbitrary<BlueprintInput> = fc.record(
  {
    type: fc.constantFrom('string', 'number', 'list(string)', 'object({\n  a = string\n})'),
    description: fc.constantFrom(...words),
    default: fc.constantFrom<BlueprintInput['default']>('x', 5, ['a', 'b'], { a: 'x', b: [1] }, true),
    maximum: fc.constantFrom(10, 100, 1000),
    'allowed-values': fc.subarray(['a', 'b', 'c', 'd', '5'], { minLength: 1 }),
    'any-of': fc.constant([{ minimum: 5 }, { 'allowed-values': [0] }]),
    constraints: fc.constant({ '[*].port': { minimum: 1 } }),
  },
  { requiredKeys: [], noNullPrototype: true },
)

function ours(name: string): string {
  return name.startsWith('our ') ? name : `our ${name}`
}

function expression(name: string): string {
  return /^[\w-]+$/.test(name) ? `{{ .inputs.${name} }}` : `{{ .inputs.["${name}"] }}`
}

/** A generated blueprint: every input is passed to its single grain. */
function wire(inputs: readonly (readonly [string, BlueprintInput])[], outputs: readonly string[]): Blueprint {
  return {
    spec_version: 2,
    description: 'A thing.',
    metadata: { 'display-name': 'Thing', 'blueprint-labels': ['aws', 'database'] },
    inputs: Object.fromEntries(inputs),
    outputs: Object.fromEntries(
      outputs.map((name) => [name, { value: `{{ .grains.thing.outputs.${name} }}` }]),
    ),
    grains: {
      thing: {
        kind: 'terraform',
        spec: {
          source: { store: 'modules', path: 'modules/thing', commit: 'a'.repeat(40) },
          inputs: inputs.map(([name]) => Object.fromEntries([[name, expression(name)]])),
          outputs: [...outputs],
        },
      },
    },
    ...(inputs.length < 2 ? {} : { customization: { 'launch-form': { sections: group(inputs) } } }),
  }
}

/** Orders inputs by the length of their names, so that a new input affects the order. */
function group(inputs: readonly (readonly [string, BlueprintInput])[]) {
  const [short, long] = [
    inputs.filter(([name]) => name.length < 5),
    inputs.filter(([name]) => name.length >= 5),
  ]
  const sections = [
    { name: 'Short', inputs: short.map(([name]) => ({ name })) },
    { name: 'Long', default_open: false, inputs: long.map(([name]) => ({ name })) },
  ]
  return inputs.length % 2 === 0 ? sections : sections.toReversed()
}

/** Two generated versions of a module's blueprint: the previous and the new one. */
export const anyGeneration: fc.Arbitrary<readonly [Blueprint, Blueprint]> = fc
  .record({
    before: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), input), {
      selector: ([name]) => name,
      maxLength: 6,
    }),
    after: fc.uniqueArray(fc.tuple(fc.constantFrom(...names), input), {
      selector: ([name]) => name,
      maxLength: 6,
    }),
    /** For each input, whether the module left it unchanged. */
    kept: fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
    outputs: fc.tuple(
      fc.subarray(['endpoint', 'port', 'arn']),
      fc.subarray(['endpoint', 'port', 'arn', 'id']),
    ),
    details: fc.array(fc.nat({ max: 5 })),
  })
  .map(({ before, after, kept, outputs, details }) => {
    const base = wire(before, outputs[0])
    const unchanged = before.filter((_, index) => kept[index])
    const changed = after.filter(([name]) => !unchanged.some(([other]) => other === name))
    const generated = wire([...unchanged, ...changed], outputs[1])
    const { metadata = {} } = generated
    if (details.includes(0)) generated.description = 'Another thing.'
    if (details.includes(1)) metadata['blueprint-labels'] = ['aws', 'cache']
    if (details.includes(2)) delete generated.metadata
    if (details.includes(3)) generated.metadata = { ...metadata, owners: ['@platform/databases'] }
    const grain = generated.grains['thing']
    if (details.includes(4) && grain?.kind === 'terraform') grain.spec.source.commit = 'b'.repeat(40)
    if (details.includes(5) && grain?.kind === 'terraform') grain.spec.version = '>= 1.6'
    return [base, generated] as const
  })

/** Two arbitrary blueprints that overlap, with arbitrary strings. */
export const strangeGeneration: fc.Arbitrary<readonly [Blueprint, Blueprint]> = fc
  .tuple(anyBlueprint, anyBlueprint, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([base, other, [inputs, outputs, grains, metadata]]) => {
    const generated = { ...base }
    if (inputs && base.inputs !== undefined) {
      const own = Object.fromEntries(Object.entries(base.inputs).slice(1))
      generated.inputs = { ...own, ...other.inputs }
    }
    if (outputs && other.outputs !== undefined) generated.outputs = other.outputs
    if (grains) generated.grains = { ...base.grains, ...other.grains }
    if (metadata && other.metadata !== undefined) generated.metadata = other.metadata
    return [base, generated] as const
  })

/** One edit of a file; `pick` selects the place. */
export type Edit = (typeof edits)[number]

const edits = [
  ...(['move-input', 'rename-section', 'drop-section'] as const),
  ...([
    'describe',
    'default',
    'narrow',
    'allow-less',
    'allow-more',
    'hide',
    'drop',
    'rename',
    'add-input',
  ] as const),
  ...([
    'add-label',
    'add-output',
    'drop-output',
    'rename-output',
    'reorder',
    'comment',
    'comment-behind',
  ] as const),
  ...([
    'quote',
    'flow',
    'anchor',
    'owner',
    'constant',
    'blank-lines',
    'crlf',
    'bom',
    'open-end',
    'deepen',
  ] as const),
] as const

export const anyEdits = fc.array(
  fc.record({ edit: fc.constantFrom(...edits), pick: fc.nat({ max: 1000 }) }),
  {
    maxLength: 6,
  },
)

/** The blueprint's text after these edits. */
export function editText(blueprint: Blueprint, todo: readonly { edit: Edit; pick: number }[]): string {
  const document = parseDocument(printBlueprint(blueprint))
  // An alias must not precede its anchor, so nothing is moved or removed after it.
  const isAnchor = ({ edit }: { edit: Edit }) => edit === 'anchor'
  const ordered = [...todo.filter((item) => !isAnchor(item)), ...todo.filter(isAnchor)]
  for (const [index, { edit, pick }] of ordered.entries()) editDocument(document, edit, pick, index)
  const indented = todo.some(({ edit }) => edit === 'deepen')
  const text = document.toString({ lineWidth: 0, indent: indented ? 4 : 2, flowCollectionPadding: false })
  return todo.reduce((result, { edit, pick }) => editLines(result, edit, pick), text)
}

function editLines(text: string, edit: Edit, pick: number): string {
  if (edit === 'crlf') return text.replace(/\r?\n/g, '\r\n')
  if (edit === 'bom') return text.startsWith('\ufeff') ? text : `\ufeff${text}`
  if (edit === 'open-end') return text.trimEnd()
  if (edit !== 'blank-lines') return text
  const lines = text.split('\n')
  const spaced = lines.toSpliced(pick % lines.length, 0, '').join('\n')
  const read = (yaml: string) => JSON.stringify(parseDocument(yaml).toJS())
  return read(spaced) === read(text) ? spaced : text
}

type Item = Pair<Scalar<string>, unknown>

function pairsOf(node: unknown): Item[] {
  return isMap(node) ? (node.items as Item[]) : []
}

function editDocument(document: Document, edit: Edit, pick: number, index: number): void {
  const choose = <Value>(items: readonly Value[]): Value | undefined =>
    items[pick % Math.max(1, items.length)]
  const inputs = document.get('inputs')
  const outputs = document.get('outputs')
  const one = choose(pairsOf(inputs))
  const output = choose(pairsOf(outputs))
  const given = pairsOf(document.get('grains')).flatMap(({ value }) => {
    const list = isMap(value) ? value.getIn(['spec', 'inputs']) : undefined
    return isSeq(list) ? list.items.flatMap((item) => (isMap(item) ? [{ list, item }] : [])) : []
  })
  const set = (key: string, value: unknown) => {
    if (isMap(one?.value)) one.value.set(document.createNode(key), document.createNode(value))
  }
  const drop = () => {
    if (isMap(inputs) && one !== undefined) inputs.items.splice(inputs.items.indexOf(one), 1)
  }
  const target = given.find(({ item }) => pairsOf(item)[0]?.key.value === one?.key.value)
  switch (edit) {
    case 'describe':
      return set('description', `Our words ${index}.\nMore words.`)
    case 'default':
      return set('default', choose<unknown>(['ours', 6, ['a', 'ours'], { a: 'ours', c: 1 }]))
    case 'narrow':
      return set('maximum', 7)
    case 'allow-less':
    case 'allow-more': {
      const values = isMap(one?.value) ? one.value.get('allowed-values') : undefined
      if (!isSeq(values)) return
      if (edit === 'allow-more') values.add(document.createNode('ours'))
      else if (values.items.length > 1) values.items.splice(pick % values.items.length, 1)
      return
    }
    case 'hide':
      drop()
      if (target !== undefined) target.list.items.splice(target.list.items.indexOf(target.item), 1)
      return
    case 'drop':
      return drop()
    case 'constant': {
      drop()
      const pair = pairsOf(target?.item)[0]
      if (pair !== undefined) pair.value = document.createNode('constant')
      return
    }
    case 'rename': {
      const pair = pairsOf(target?.item)[0]
      if (one === undefined || pair === undefined) return
      pair.value = document.createNode(expression(ours(one.key.value)))
      // Sometimes the section that lists it is not updated.
      if (index % 2 === 0) renameListed(document, one.key.value)
      one.key.value = ours(one.key.value)
      return
    }
    case 'add-input':
      if (isMap(inputs) && !inputs.has('own')) inputs.add(document.createPair('own', { type: 'string' }))
      return
    case 'add-label': {
      const labels = document.getIn(['metadata', 'blueprint-labels'])
      if (isSeq(labels))
        labels.items.splice(pick % (labels.items.length + 1), 0, document.createNode(`ours${index}`))
      return
    }
    case 'owner':
      if (isMap(document.get('metadata')))
        document.setIn(['metadata', 'owners'], document.createNode(['@ours']))
      return
    case 'add-output':
      if (isMap(outputs) && !outputs.has('own'))
        outputs.add(document.createPair('own', { value: 'https://{{ .grains.thing.outputs.port }}' }))
      return
    case 'drop-output':
      if (isMap(outputs) && output !== undefined) outputs.items.splice(outputs.items.indexOf(output), 1)
      return
    case 'rename-output':
      if (output !== undefined) output.key.value = ours(output.key.value)
      return
    case 'reorder':
      if (isMap(inputs)) inputs.items.reverse()
      return
    case 'comment': {
      const keys: Scalar[] = []
      visit(document, { Pair: (_, pair) => void (isScalar(pair.key) && keys.push(pair.key)) })
      const key = choose(keys)
      if (key !== undefined) key.commentBefore = ` our comment ${index}\n\twith a tab ${index}`
      return
    }
    case 'comment-behind': {
      const scalar = choose(plainScalars(document))
      if (scalar !== undefined) scalar.comment = ` our remark ${index}`
      return
    }
    case 'move-input':
    case 'rename-section':
    case 'drop-section': {
      const sections = document.getIn(['customization', 'launch-form', 'sections'])
      if (!isSeq(sections)) return
      const section = choose(sections.items)
      if (edit === 'drop-section') sections.items.splice(pick % sections.items.length, 1)
      if (isMap(section) && edit === 'rename-section') section.set('name', ours(String(section.get('name'))))
      const lists = sections.items.map((item) => (isMap(item) ? item.get('inputs') : undefined))
      const [from, to] = pick % 2 === 0 ? lists : lists.toReversed()
      const moved = isSeq(from) && edit === 'move-input' ? from.items.shift() : undefined
      if (isSeq(to) && moved !== undefined) to.items.push(moved)
      return
    }
    case 'quote': {
      const scalar = choose(plainScalars(document))
      if (scalar !== undefined) scalar.type = Scalar.QUOTE_DOUBLE
      return
    }
    case 'flow':
      if (isMap(one?.value)) one.value.flow = true
      return
    case 'anchor': {
      const [first, second] = pairsOf(inputs)
      if (second === undefined || !(first?.value instanceof YAMLMap) || first.value.anchor !== undefined)
        return
      if (pick % 2 === 0) second.value = document.createAlias(first.value, `anchor${index}`)
      else {
        const description = first.value.get('description', true)
        if (isScalar(description) && second.value instanceof YAMLMap)
          second.value.set('description', document.createAlias(description, `anchor${index}`))
      }
      return
    }
  }
}

function renameListed(document: Document, name: string): void {
  const customization = document.get('customization')
  if (!isMap(customization)) return
  visit(customization, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && key.value === 'name' && isScalar(value) && value.value === name)
        value.value = ours(name)
    },
  })
}

function plainScalars(document: Document): readonly Scalar[] {
  const scalars: Scalar[] = []
  visit(document, {
    Scalar: (key, node) =>
      void (
        key !== 'key' &&
        typeof node.value === 'string' &&
        !node.value.includes('\n') &&
        scalars.push(node)
      ),
  })
  return scalars
}
