import type { Diagnostic } from '@groundplan/errors'
import { acceptsValue, printType, type Json, type TerraformType } from '@groundplan/terraform-type'
import type { Argument } from './block.ts'

interface CheckedVariable {
  readonly name: string
  readonly type: TerraformType
  readonly nullable: boolean
}

/** Defaults that Terraform rejects, which blocks every launch: they do not match their type, or are null where null is not allowed. */
export function checkDefault(
  { name, type, nullable }: CheckedVariable,
  value: Json,
  { position }: Pick<Argument, 'position'>,
): readonly Diagnostic[] {
  const finding = { ...position, rule: 'default', severity: 'error' } as const
  if (value === null && !nullable) {
    const message = `The default of variable "${name}" is null, but the variable is not nullable.`
    const hint = 'Remove the default, so that a value is required, or remove "nullable = false".'
    return [{ ...finding, message, hint }]
  }
  if (acceptsValue(type, value)) return []
  const message = `The default of variable "${name}" does not have the type ${shorten(printType(type))}.`
  return [{ ...finding, message, hint: 'Terraform rejects it. Change the default or the type.' }]
}

/** The same check for the defaults of optional attributes, at any depth of a type. */
export function checkAttributeDefaults(
  name: string,
  type: TerraformType,
  { position }: Pick<Argument, 'position'>,
): readonly Diagnostic[] {
  return listUnfit(type).map(({ attribute, wanted }) => ({
    ...position,
    rule: 'default',
    severity: 'error',
    message: `In the type of variable "${name}", the default of the attribute "${attribute}" does not have the type ${shorten(printType(wanted))}.`,
    hint: 'Terraform rejects it. Change the default or the type.',
  }))
}

interface UnfitDefault {
  readonly attribute: string
  readonly wanted: TerraformType
}

function listUnfit(type: TerraformType): readonly UnfitDefault[] {
  switch (type.kind) {
    case 'list':
    case 'set':
    case 'map':
      return listUnfit(type.element)
    case 'tuple':
      return type.elements.flatMap(listUnfit)
    case 'object':
      return type.attributes.flatMap(({ name, type: wanted, default: value = null }) => [
        ...(acceptsValue(wanted, value) ? [] : [{ attribute: name, wanted }]),
        ...listUnfit(wanted),
      ])
    default:
      return []
  }
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`
}
