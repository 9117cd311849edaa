import type { BlueprintInput } from '@groundplan/blueprint'
import { parseType, printType, stringifyJson, type TerraformType } from '@groundplan/terraform-type'
import type { InputUse } from '../expressions/input-uses.ts'
import { hasExpression } from '../expressions/references.ts'
import { isStructure, parseJsonText } from '../json-text.ts'
import { nullText, orEmpty } from '../patterns.ts'
import { quote, type Report } from '../report.ts'
import { exportRules } from './export-rules.ts'
import type { TorqueInput } from './torque-input.ts'
import { typeLine } from '../type-line.ts'

interface InputContext {
  readonly name: string
  readonly uses: ReadonlySet<InputUse>
  readonly report: Report
}

/** Converts an input to Torque's format: a string, with unsupported rules in the description. */
export function exportInput(input: BlueprintInput, { name, uses, report }: InputContext): TorqueInput {
  const type = readType(name, input, report)
  const { exported, unsupported } = exportRules(name, input, type, report)
  if (input.ephemeral === true) {
    const message = `Torque stores the value of every input, that of the ephemeral input ${quote(name)} too.`
    report.warn(['inputs', name, 'ephemeral'], 'changed-meaning', message)
  }
  const description = describe(name, input, { type, unsupported, report })
  if (isComplex(type) && uses.has('text')) {
    const message = `Input ${quote(name)} is exported as JSON text: expressions that access its parts or join it with text give different results.`
    report.warn(['inputs', name], 'changed-meaning', message)
  }
  return withDefault(
    {
      type: 'string',
      ...(description === undefined ? {} : { description }),
      ...(input.sensitive === true ? { sensitive: true } : {}),
      ...exported,
      ...(input['validation-description'] === undefined
        ? {}
        : { 'validation-description': input['validation-description'] }),
    },
    defaultText(name, input, { type, uses, report }),
  )
}

function readType(name: string, { type = 'string' }: BlueprintInput, report: Report): TerraformType {
  const parsed = parseType(type)
  if (parsed.ok) return parsed.type
  const message = `The type of input ${quote(name)} is invalid, so it is exported as a string.`
  report.warn(['inputs', name, 'type'], 'type', message)
  return { kind: 'string' }
}

function isComplex({ kind }: TerraformType): boolean {
  return kind !== 'string' && kind !== 'number' && kind !== 'bool'
}

function describe(
  name: string,
  input: BlueprintInput,
  {
    type,
    unsupported,
    report,
  }: { readonly type: TerraformType; readonly unsupported: readonly string[]; readonly report: Report },
): string | undefined {
  for (const key of ['display-name', 'unit', 'deprecated'] as const) {
    if (input[key] === undefined) continue
    const message = `Torque does not support ${key} on inputs; it is added to the description of ${quote(name)}.`
    report.note(['inputs', name, key], 'in-description', message)
  }
  const parts = [
    input['display-name'],
    input.description?.trim(),
    input.unit === undefined ? undefined : `Unit: ${input.unit}`,
    input.deprecated === undefined ? undefined : `Deprecated: ${input.deprecated}`,
    isComplex(type) ? typeLine(printType(type)) : undefined,
    unsupported.length === 0 ? undefined : `Accepts: ${unsupported.join('; ')}`,
  ].filter((part) => part !== undefined && part !== '')
  return parts.length === 0 ? undefined : parts.join('\n\n')
}

/** The default for Torque's form; `undefined` if a value is required. */
function defaultText(
  name: string,
  input: BlueprintInput,
  { type, uses, report }: { readonly type: TerraformType } & Pick<InputContext, 'uses' | 'report'>,
): string | undefined {
  const { default: value } = input
  if (value === undefined && input.optional !== true) return undefined
  if (value === undefined || value === null) {
    if (input.sensitive === true && value === undefined) {
      const message = `If left empty, the secret ${quote(name)} is null in Torque; the module's default is ignored.`
      report.warn(['inputs', name, 'optional'], 'changed-meaning', message)
    }
    return uses.has('text') ? '' : nullText
  }
  const text = isStructure(value) ? stringifyJson(value) : String(value)
  const isTextOfJson =
    type.kind === 'string' && typeof value === 'string' && parseJsonText(value) !== undefined
  if (hasExpression(text) || isTextOfJson) {
    const message = `The default of input ${quote(name)} is plain text in Groundplan, but Torque evaluates expressions and JSON in it.`
    report.warn(['inputs', name, 'default'], 'changed-meaning', message)
  }
  return text
}

/** Every default must match the choices and the pattern, even one that means null. */
function withDefault(input: TorqueInput, value: string | undefined): TorqueInput {
  if (value === undefined) return input
  const { pattern, 'allowed-values': allowed, ...rest } = input
  const isEmpty = value === nullText || value === ''
  return {
    ...rest,
    default: value,
    ...(pattern === undefined ? {} : { pattern: isEmpty ? orEmpty(pattern, value) : pattern }),
    ...(allowed === undefined
      ? {}
      : {
          'allowed-values':
            isEmpty && !allowed.includes(value) && input.style === undefined ? [...allowed, value] : allowed,
        }),
  }
}
