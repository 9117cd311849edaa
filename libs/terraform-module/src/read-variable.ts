import type { Diagnostic } from '@groundplan/errors'
import { inferType, parseType, type Json, type TerraformType } from '@groundplan/terraform-type'
import type { Validation, Variable } from './module.ts'
import type { Block } from './read-file.ts'
import { readConstraints } from './read-constraints.ts'
import { constantBool, constantText, constantValue, expressionText } from './values.ts'

/** Reads a `variable` block; what is odd about it is added to `diagnostics`. */
export function readVariable(block: Block, diagnostics: Diagnostic[]): Variable {
  const { body, file, line, column } = block
  const name = block.labels[0] ?? ''
  const value = 'default' in body ? { value: constantValue(body['default']) } : undefined
  const declared = readType(block, diagnostics)
  const type = declared ?? inferType(value?.value ?? null)
  return {
    name,
    position: { file, line, column },
    type,
    typeDeclared: declared !== undefined,
    description: constantText(body['description']),
    default: value === undefined ? undefined : { value: convert(value.value, type) },
    sensitive: constantBool(body['sensitive'], false),
    nullable: constantBool(body['nullable'], true),
    ephemeral: constantBool(body['ephemeral'], false),
    validations: readValidations(body['validation'], name, type),
  }
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

/** Terraform's own conversion between primitives: `"5"` is 5 where a number is wanted. */
function convert(value: Json, type: TerraformType): Json {
  if (type.kind === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return String(value)
  if (typeof value !== 'string') return value
  if (type.kind === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  if (type.kind === 'bool' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

function readValidations(blocks: unknown, name: string, type: TerraformType): readonly Validation[] {
  const list = Array.isArray(blocks) ? blocks : blocks === undefined ? [] : [blocks]
  return list.map((block: { condition?: unknown; error_message?: unknown }) => {
    const condition = expressionText(block.condition) ?? ''
    return {
      condition,
      errorMessage: expressionText(block.error_message) ?? '',
      constraints: readConstraints(condition, name, type),
    }
  })
}
