import type { BlueprintInput } from '../blueprint.ts'
import { isRequiredInput } from '../form/launch-form.ts'
import type { AboutChange, BlueprintChange, EntryAdded, Sections } from './blueprint-change.ts'
import { describeGrainKey, describeSource } from './describe-grain-change.ts'
import { describeInputKey, describeInputRule, describeValue } from './describe-input-change.ts'
import type { Quote } from './quote.ts'

/**
 * Describes a change in one sentence without capital letter and full stop, e.g. `input "engine" is now required`. Omits secrets.
 */
export function describeChange(change: BlueprintChange, quote: Quote): string {
  switch (change.kind) {
    case 'blueprint':
      return 'the blueprint leaves the catalog; environments keep the version that they use'
    case 'code':
      return `${quote.name(change.subject)}: ${quote.text(change.message).replace(/\.$/, '')}`
    case 'about':
      return aboutSentences[change.key]
    case 'reordered':
      return `the ${change.section} were reordered`
    case 'removed':
      return change.section === 'grains'
        ? `grain ${quote.name(change.name)} was removed, together with its resources in environments`
        : `${nouns[change.section]} ${quote.name(change.name)} was removed`
    case 'added':
      return `${nouns[change.section]} ${quote.name(change.name)} was added${describeAdded(change, quote)}`
    case 'input-rule':
      return describeInputRule(change, quote)
    case 'key':
      return describeKey(change, quote)
  }
}

const nouns = { inputs: 'input', outputs: 'output', grains: 'grain' } as const satisfies Record<
  keyof Sections,
  string
>

function describeAdded(change: EntryAdded<keyof Sections>, quote: Quote): string {
  if (change.section === 'inputs') return describeNewInput(change.to as BlueprintInput, quote)
  const { source } = change.to as Sections['grains']
  return source === undefined ? '' : `, from ${quote.value(describeSource(source))}`
}

function describeNewInput(input: BlueprintInput, quote: Quote): string {
  if (isRequiredInput(input)) return ' and is required'
  if (input.default === undefined) return '; it is optional'
  return input.sensitive === true
    ? '; it has a default'
    : `; its default is ${describeValue(input.default, quote)}`
}

function describeKey(change: Extract<BlueprintChange, { kind: 'key' }>, quote: Quote): string {
  switch (change.section) {
    case 'inputs':
      return describeInputKey(change, quote)
    case 'grains':
      return describeGrainKey(change, quote)
    case 'outputs':
      return describeOutputKey(change, quote)
  }
}

function describeOutputKey(
  { rule, name, key, from, to }: Extract<BlueprintChange, { kind: 'key' }>,
  quote: Quote,
): string {
  const output = `output ${quote.name(name)}`
  switch (rule) {
    case 'output-value-changed':
      return `${output} has a different source: now ${quote.value(String(to))}, previously ${quote.value(String(from))}`
    case 'output-sensitive-added':
      return `${output} is now a secret, so its value is hidden`
    case 'output-sensitive-removed':
      return `${output} is no longer a secret, so its value is visible`
    default:
      return key === 'description'
        ? `the description of ${output} changed`
        : `the presentation of ${output} changed`
  }
}

const aboutSentences: Readonly<Record<AboutChange['key'], string>> = {
  description: 'the description changed',
  'display-name': 'the name in the catalog changed',
  icon: 'the icon changed',
  owners: 'the owners changed',
  'blueprint-labels': 'the labels in the catalog changed',
  instructions: 'the instructions changed',
  customization: 'the layout of the launch form changed',
  labels: 'the labels of environments changed',
}
