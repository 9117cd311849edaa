import { findArgument, type Argument, type Block } from '../block.ts'
import type { ModuleFault } from '../module-fault.ts'
import { traversalsOf } from '../free-references.ts'

/** What repeats each resource and module call, by address, e.g. `data.aws_ami.a`; `undefined` if nothing does. */
export type Repetitions = ReadonlyMap<string, 'count' | 'for_each' | undefined>

export function listRepetitions(blocks: readonly Block[]): Repetitions {
  const found = new Map<string, 'count' | 'for_each' | undefined>()
  for (const block of blocks) {
    const { type, labels } = block
    if (!addressTypes.has(type)) continue
    const address = (type === 'resource' ? labels : [type, ...labels]).join('.')
    const repetition = (['count', 'for_each'] as const).find((name) => findArgument(block, name))
    found.set(address, repetition)
  }
  return found
}

const addressTypes: ReadonlySet<string> = new Set(['resource', 'data', 'ephemeral', 'module'])

/**
 * The first reference of an argument that has no key although the resource is repeated, or a constant key although it is not. Terraform
 * checks this before it evaluates anything, also inside `try` and `can`; only computed keys and whole resources are exempt. Outputs of a
 * call with `count` are checked by evaluating them.
 * Source: `evaluate_valid.go` of Terraform 1.11.
 */
export function findWrongKey(
  argument: Argument,
  references: readonly string[],
  repetitions: Repetitions,
): Omit<ModuleFault, 'position'> | undefined {
  // Terraform reads it by its own rules.
  if (argument.name === 'replace_triggered_by') return undefined
  const suspects = references.filter((reference) => isSuspect(reference, argument, repetitions))
  if (suspects.length === 0) return undefined
  const addresses = new Set(suspects.map(addressOf))
  for (const traversal of traversalsOf(argument)) {
    const { address, rest } = splitTraversal(traversal)
    if (!addresses.has(address)) continue
    const message = judge(address, rest, { argument, repetition: repetitions.get(address) })
    if (message !== undefined) return { rule: 'invalid-configuration', message }
  }
  return undefined
}

/** A quick look, since nearly all references are right. */
function isSuspect(reference: string, { expression }: Argument, repetitions: Repetitions): boolean {
  const address = addressOf(reference)
  if (!repetitions.has(address)) return false
  if (repetitions.get(address) === undefined) return /[[]|\.\s*\d/.test(expression)
  return reference.replace(/^resource\./, '') !== address
}

function addressOf(reference: string): string {
  const names = reference.replace(/^resource\./, '').split('.')
  return names.slice(0, names[0] === 'data' || names[0] === 'ephemeral' ? 3 : 2).join('.')
}

const name = String.raw`[\p{ID_Start}_][\p{ID_Continue}-]*`
const addressed = new RegExp(
  String.raw`^(?:resource\s*\.\s*)?((?:(?:data|ephemeral)\s*\.\s*)?${name}\s*\.\s*${name})(.*)$`,
  'su',
)

function splitTraversal(traversal: string): { readonly address: string; readonly rest: string } {
  const [, address = '', rest = ''] = addressed.exec(traversal) ?? []
  return { address: address.replaceAll(/\s+/g, ''), rest }
}

interface Referred {
  readonly argument: Argument
  readonly repetition: 'count' | 'for_each' | undefined
}

function judge(address: string, rest: string, { argument, repetition }: Referred): string | undefined {
  const isModule = address.startsWith('module.')
  if (repetition === undefined) {
    if (isModule || !constantKey.test(rest)) return undefined
    return `The module refers to ${address} with a key, but it has neither "count" nor "for_each".`
  }
  if (!attribute.test(rest)) return undefined
  // A key of `for_each` may be written as an attribute, and `try` goes on where evaluating fails.
  if (isModule && (repetition === 'for_each' || /\b(?:try|can)\s*\(/.test(argument.expression)))
    return undefined
  return `The module refers to ${address} without a key, but it has "${repetition}".`
}

const attribute = /^\s*\.\s*[\p{ID_Start}_]/u
const constantKey = /^\s*(?:\[\s*(?:\d+|"[^"\\$%]*")\s*\]|\.\s*\d)/
