import type { Diagnostic } from '@groundplan/errors'
import {
  convertValue,
  inferType,
  parseType,
  type Json,
  type ParseTypeResult,
  type TerraformType,
} from '@groundplan/terraform-type'
import { blocksOf, findArgument, type Argument, type Block } from './block.ts'
import { boolOf, textOf, messageOf } from './arguments.ts'
import type { Variable } from './module.ts'
import { checkAttributeDefaults, checkDefault } from './check-default.ts'
import { readCondition } from './read-condition.ts'
import { RecentMap } from './recent-map.ts'
import { evaluateConstant } from './constants/evaluate-constant.ts'
import { findCall } from './constants/find-call.ts'
import { foldType } from './constants/fold-type.ts'
import { findReferences } from './syntax/find-references.ts'
import { readConstraints } from './constraints/read-constraints.ts'

/** Reads a `variable` block; adds problems to `diagnostics`. */
export function readVariable(block: Block, diagnostics: Diagnostic[]): Variable {
  const name = block.labels[0] ?? ''
  if (reservedNames.has(name)) diagnostics.push(refuseName(name, block))
  const typeArgument = findArgument(block, 'type')
  const declared = typeArgument && readType(typeArgument, name, diagnostics)
  const defaultArgument = findArgument(block, 'default')
  const value = defaultArgument && readDefault(defaultArgument, name, diagnostics)
  const type = declared ?? inferType(value ?? null)
  const nullable = boolOf(block, 'nullable', true)
  const converted = value === undefined ? undefined : convertValue(value, type)
  if (converted !== undefined && defaultArgument?.constant !== undefined)
    diagnostics.push(...checkDefault({ name, type, nullable }, converted, defaultArgument))
  return {
    name,
    position: block.position,
    type,
    typeDeclared: declared !== undefined,
    typeExpression: typeArgument?.expression,
    description: textOf(block, 'description'),
    default: converted === undefined ? undefined : { value: converted },
    sensitive: boolOf(block, 'sensitive', false),
    nullable,
    ephemeral: boolOf(block, 'ephemeral', false),
    const: boolOf(block, 'const', false),
    deprecated: messageOf(findArgument(block, 'deprecated')),
    validations: blocksOf(block, 'validation').map((validation) => {
      const condition = readCondition(validation, name)
      return { ...condition, constraints: readConstraints(condition.condition, name, type) }
    }),
  }
}

/** Arguments of a `module` block. They are reserved: a variable cannot use these names. */
const reservedNames: ReadonlySet<string> = new Set([
  ...['source', 'version', 'providers', 'count', 'for_each', 'lifecycle', 'depends_on', 'locals'],
])

function refuseName(name: string, { position }: Block): Diagnostic {
  const message = `"${name}" is reserved and cannot be the name of a variable.`
  return { ...position, severity: 'error', rule: 'reserved-name', message, hint: 'Rename the variable.' }
}

/** A default that only Terraform can compute counts as null: a launch that leaves the value out gets the default from Terraform. */
function readDefault(
  { constant, expression, position }: Argument,
  name: string,
  diagnostics: Diagnostic[],
): Json {
  if (constant !== undefined) return constant
  const computed = evaluateConstant(expression)
  if (computed !== undefined) return computed
  const finding = { rule: 'default', ...position } as const
  const reference = findReferences(expression).find((found) => referenceRoots.test(found))
  const call = findCall(expression)
  const dependency = reference === undefined ? call && `calls the function ${call}` : `refers to ${reference}`
  diagnostics.push(
    dependency === undefined
      ? {
          ...finding,
          severity: 'note',
          message: `The default of variable "${name}" is computed by Terraform, so it is not shown.`,
        }
      : {
          ...finding,
          severity: 'error',
          message: `The default of variable "${name}" must be a constant, but ${dependency}.`,
          hint: 'Terraform rejects it. Use a literal value, or compute the value in a local.',
        },
  )
  return null
}

/** The prefixes of references to the module's own objects. */
const referenceRoots = /^(?:var|local|module|data|path|terraform|each|count|self)\./

/** Equal texts return the same type object, which caches use as their key. */
const knownTypes = new RecentMap<ParseTypeResult>(500)

function parseKnownType(text: string): ParseTypeResult {
  const known = knownTypes.get(text)
  if (known !== undefined) return known
  const parsed = parseWithComputedDefaults(text)
  knownTypes.set(text, parsed)
  return parsed
}

/** Errors in a type quote the text as written. */
function parseWithComputedDefaults(text: string): ParseTypeResult {
  const parsed = parseType(text)
  const folded = parsed.ok ? undefined : foldType(text)
  const again = folded === undefined ? parsed : parseType(folded)
  return again.ok ? again : parsed
}

function readType(argument: Argument, name: string, diagnostics: Diagnostic[]): TerraformType {
  const parsed = parseKnownType(argument.expression)
  if (!parsed.ok) {
    const message = `Invalid type for variable "${name}": ${parsed.message}.`
    diagnostics.push({ ...argument.position, rule: 'type', severity: 'error', message })
    return { kind: 'any' }
  }
  if (parsed.legacy) {
    const message = `Variable "${name}" uses the type syntax of Terraform 0.11.`
    const hint = 'Remove the quotes and add the element type.'
    diagnostics.push({ ...argument.position, rule: 'type', severity: 'warning', message, hint })
  }
  diagnostics.push(...checkAttributeDefaults(name, parsed.type, argument))
  return parsed.type
}
