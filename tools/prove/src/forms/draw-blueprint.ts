import { fromBlueprintRules, type Blueprint, type BlueprintInput } from '@groundplan/blueprint'
import { parseType } from '@groundplan/terraform-type'
import type { Random } from '@groundplan/testing'
import { drawValue } from './drawn-values.ts'

type Rules = Omit<BlueprintInput, 'type' | 'default' | 'optional'>

/** Types with rules as modules have them, and a message where the rule needs words. */
const shapes: readonly (readonly [type: string, rules: Rules])[] = [
  ['string', {}],
  ['string', { 'min-length': 1, 'max-length': 20, 'validation-description': '1 to 20 characters.' }],
  [
    'string',
    { pattern: '^[a-z][a-z0-9-]{2,11}$', 'validation-description': 'Lower case, 3 to 12 characters.' },
  ],
  ['string', { 'allowed-values': ['dev', 'test', 'prod'] }],
  ['string', { 'any-of': [{ 'allowed-values': ['none'] }, { pattern: '^arn:' }] }],
  ['string', { format: 'ipv4-range' }],
  ['string', { not: [{ pattern: '-$' }] }],
  ['string', { sensitive: true }],
  ['string', { sensitive: true, 'min-length': 8, 'validation-description': 'At least 8 characters.' }],
  ['number', {}],
  ['number', { minimum: 1, maximum: 100, 'multiple-of': 1, 'validation-description': 'From 1 to 100.' }],
  ['number', { 'allowed-values': [1, 2, 4] }],
  ['bool', {}],
  ['any', {}],
  ['any', { sensitive: true }],
  ['list(string)', {}],
  ['list(string)', { 'min-items': 1, 'max-items': 4 }],
  ['list(string)', { constraints: { '[*]': { pattern: '^subnet-', 'min-length': 8 } } }],
  ['list(number)', {}],
  ['list(any)', {}],
  ['list(list(string))', {}],
  ['set(string)', { constraints: { '[*]': { 'allowed-values': ['read', 'write', 'admin'] } } }],
  ['set(string)', {}],
  ['map(string)', {}],
  ['map(number)', {}],
  ['map(bool)', {}],
  ['map(any)', {}],
  ['map(list(string))', {}],
  ['map(map(any))', {}],
  ['map(object({ size = number, tier = optional(string, "basic") }))', {}],
  ['tuple([string, number])', {}],
  ['object({ name = string, port = optional(number, 443), protocol = optional(string, "tcp") })', {}],
  ['object({ name = optional(string), tags = optional(map(string)), zones = optional(list(string)) })', {}],
  ['object({ on = optional(bool), policy = optional(any), inner = optional(object({ key = string })) })', {}],
  [
    'list(object({ port = number, cidrs = optional(list(string), ["0.0.0.0/0"]), note = optional(string) }))',
    {},
  ],
]

/** How many inputs one drawn blueprint has at most. */
const mostInputs = 6

/** A blueprint with inputs of all kinds: required, optional, and with defaults by their rules. */
export function drawBlueprint(random: Random): Blueprint {
  const count = 1 + random.below(mostInputs)
  const inputs = Array.from({ length: count }, (_, index) => [`in_${index}`, drawInput(random)] as const)
  const uses = inputs.map(([name]) => [name, `{{ .inputs.${name} }}`] as const)
  const source = { store: 'drawn', path: '.', commit: '0'.repeat(40) }
  const grain = {
    kind: 'terraform' as const,
    spec: { source, inputs: uses.map(([name, value]) => ({ [name]: value })) },
  }
  return { spec_version: 2, inputs: Object.fromEntries(inputs), grains: { drawn: grain } }
}

function drawInput(random: Random): BlueprintInput {
  const [type, rules] = random.pick(shapes)
  const input = { type, ...rules }
  const parsed = parseType(type)
  const given = random.below(3)
  if (given === 0) return input
  if (given === 1 || input.sensitive === true || !parsed.ok) return { ...input, optional: true }
  const value = drawValue(random, parsed.type, fromBlueprintRules(input))
  return value === undefined || value === null ? { ...input, optional: true } : { ...input, default: value }
}
