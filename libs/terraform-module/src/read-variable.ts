import type { Diagnostic } from '@groundplan/errors'
import { inferType, parseType, type Json, type TerraformType } from '@groundplan/terraform-type'
import { convertValue } from './convert-value.ts'
import type { Validation, Variable } from './module.ts'
import type { Block } from './read-file.ts'
import { readConstraints } from './read-constraints.ts'
import { constantBool, constantText, constantValue, expressionText } from './values.ts'

/** Reads a `variable` block; what is odd about it is added to `diagnostics`. */
export function readVariable(block: Block, diagnostics: Diagnostic[]): Variable {
  const { body, file, line, column } = block
  const name = block.labels[0] ?? ''
  const declared = readType(block, diagnostics)
  const value = 'default' in body ? readDefault(block, diagnostics) : undefined
  const type = declared ?? inferType(value ?? null)
  return {
    name,
    position: { file, line, column },
    type,
    typeDeclared: declared !== undefined,
    description: constantText(body['description']),
    default: value === undefined ? undefined : { value: convertValue(value, type) },
    sensitive: constantBool(body['sensitive'], false),
    nullable: constantBool(body['nullable'], true),
    ephemeral: constantBool(body['ephemeral'], false),
    validations: readValidations(body['validation'], name, type),
  }
}

/** A default that has to be computed, e.g. `60 * 60`, counts as null: who leaves the value out gets it from Terraform. */
function readDefault({ body, file, line, column, labels }: Block, diagnostics: Diagnostic[]): Json {
  const value = constantValue(body['default'])
  if (value !== undefined) return value
  const message = `The default of variable "${labels[0]}" is computed by Terraform and not shown.`
  diagnostics.push({ severity: 'note', rule: 'default', file, line, column, message })
  return null
}

function readType(
  { body, file, line, column, labels }: Block,
  diagnostics: Diagnostic[],
): TerraformType | undefined {
  if (!('type' in body)) return undefined
  const text = expressionText(body['type']) ?? ''
  const parsed = parseType(text)
  const finding = { file, line, column, rule: 'type' } as const
  if (!parsed.ok) {
    const message = `The type of variable "${labels[0]}" cannot be read: ${parsed.message}.`
    diagnostics.push({ ...finding, severity: 'error', message })
    return { kind: 'any' }
  }
  // JSON syntax has no other way to write a type than a string.
  const quoted = typeof body['type'] === 'string' && !body['type'].startsWith('${') && !file.endsWith('.json')
  if (parsed.legacy || quoted) {
    const message = `Variable "${labels[0]}" declares its type in the form of Terraform 0.11.`
    diagnostics.push({
      ...finding,
      severity: 'warning',
      message,
      hint: 'Write the type without quotes and with its element type.',
    })
  }
  return parsed.type
}

function readValidations(blocks: unknown, name: string, type: TerraformType): readonly Validation[] {
  const list: readonly unknown[] = Array.isArray(blocks) ? blocks : [blocks]
  return list.filter(isObject).map((block) => {
    const condition = expressionText(block['condition']) ?? ''
    return {
      condition,
      errorMessage: expressionText(block['error_message']) ?? '',
      constraints: readConstraints(condition, name, type),
    }
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
