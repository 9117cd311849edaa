import { fromBlueprintRules } from '@groundplan/blueprint'
import type { Diagnostic, Severity } from '@groundplan/errors'
import type { Variable } from '@groundplan/terraform-module'
import {
  acceptsValue,
  printType,
  stringifyJson,
  type Json,
  type ValueConstraint,
} from '@groundplan/terraform-type'
import { listIdleKinds, listRepeated, rulesOf } from './overlay-rules.ts'
import { placeOf, type InputSettings } from './resolve-settings.ts'

/** Checks that what an overlay says of an input fits the module's variable: it may narrow, never widen. */
export function checkInputSettings(variable: Variable, given: InputSettings): readonly Diagnostic[] {
  const { values } = given
  const isHidden = values.hide === true
  return [
    ...checkRules(variable, given),
    ...checkAllowedValues(variable, given),
    ...(values.default === undefined ? [] : checkValue('default', values.default, variable, given)),
    ...(!isHidden || values.constant === undefined || hasExpression(values.constant)
      ? []
      : checkValue('constant', values.constant, variable, given)),
    ...(isHidden ? checkHidden(variable, given) : checkKeptDefault(variable, given)),
  ]
}

/** True if the blueprint's expressions are found in it: only a launch tells its value. */
export function hasExpression(value: Json): boolean {
  return /\{\{|\{%/.test(stringifyJson(value))
}

/** What the module itself says of its variable's values. */
export function constraintsOf({ validations }: Variable): readonly ValueConstraint[] {
  return validations.flatMap(({ constraints }) => constraints)
}

function checkRules(variable: Variable, given: InputSettings): readonly Diagnostic[] {
  const rules = rulesOf(given.values)
  const idle = listIdleKinds(rules, variable.type)
  const repeated = listRepeated(rules, constraintsOf(variable)).filter((key) => !idle.includes(key))
  return [
    ...idle.map((key) => {
      const message = `"${key}" does not apply to "${variable.name}", which has the type ${printType(variable.type)}.`
      return finding(given, key, { severity: 'error', rule: 'overlay-rule', message, hint: 'Remove it.' })
    }),
    ...repeated.map((key) => {
      const message = `"${key}" of "${variable.name}" has no effect: the module is already as strict.`
      const hint = 'An overlay can only narrow what the module accepts.'
      return finding(given, key, { severity: 'warning', rule: 'overlay-no-effect', message, hint })
    }),
  ]
}

function checkAllowedValues(variable: Variable, given: InputSettings): readonly Diagnostic[] {
  const constraints = constraintsOf(variable)
  const refused = (given.values['allowed-values'] ?? []).filter(
    (value) => !acceptsValue(variable.type, value, { constraints }),
  )
  if (refused.length === 0) return []
  const message = `The module does not accept ${refused.map((value) => shorten(value)).join(', ')} for "${variable.name}"${saying(variable)}.`
  const hint = 'An overlay can only narrow what the module accepts.'
  return [finding(given, 'allowed-values', { severity: 'error', rule: 'overlay-widens', message, hint })]
}

function checkValue(
  key: 'default' | 'constant',
  value: Json,
  variable: Variable,
  given: InputSettings,
): readonly Diagnostic[] {
  const problem = findProblem(value, variable, given)
  if (problem === undefined) return []
  const message = `The ${key} of "${variable.name}" ${problem.message}.`
  return [finding(given, key, { severity: 'error', rule: `overlay-${key}`, message, hint: problem.hint })]
}

function findProblem(value: Json, variable: Variable, { values }: InputSettings) {
  const { type } = variable
  if (variable.sensitive || values.sensitive === true) {
    const hint =
      'Remove it. The person who launches the blueprint enters the value, or the module has a default.'
    return { message: 'exposes a secret: anyone can read the blueprint', hint }
  }
  if (!acceptsValue(type, value))
    return { message: `is ${shorten(value)}, which does not have the type ${printType(type)}` }
  if (!acceptsValue(type, value, { constraints: constraintsOf(variable) }))
    return { message: `is ${shorten(value)}, which the module does not accept${saying(variable)}` }
  const narrowed = fromBlueprintRules(rulesOf(values))
  if (acceptsValue(type, value, { constraints: narrowed })) return undefined
  return { message: `is ${shorten(value)}, which violates the overlay's own rules` }
}

function checkHidden(variable: Variable, given: InputSettings): readonly Diagnostic[] {
  const { values } = given
  if (values.constant !== undefined || values.default !== undefined || hasUsableDefault(variable)) return []
  const message = `"${variable.name}" is hidden, but the module requires a value.`
  const hint = `Set a constant, e.g. \`constants: { ${variable.name}: … }\`.`
  return [finding(given, 'hide', { severity: 'error', rule: 'overlay-hidden', message, hint })]
}

/** True if the module does without a value from outside. */
function hasUsableDefault(variable: Variable): boolean {
  const { default: own, type } = variable
  if (own === undefined) return false
  // A default that is not written as its type is converted by Terraform; it is not judged here.
  return (
    !acceptsValue(type, own.value) || acceptsValue(type, own.value, { constraints: constraintsOf(variable) })
  )
}

/** Where the overlay's rules refuse the module's own default, the field becomes one that must be filled in. */
function checkKeptDefault(variable: Variable, given: InputSettings): readonly Diagnostic[] {
  const { default: own, type } = variable
  const constraints = fromBlueprintRules(rulesOf(given.values))
  const [key] = Object.keys(rulesOf(given.values))
  if (key === undefined || given.values.default !== undefined || own === undefined) return []
  if (
    !hasUsableDefault(variable) ||
    !acceptsValue(type, own.value) ||
    acceptsValue(type, own.value, { constraints })
  )
    return []
  const message = `The module's default of "${variable.name}" violates the overlay's rules, so the field becomes required.`
  return [
    finding(given, key, {
      severity: 'warning',
      rule: 'overlay-default',
      message,
      hint: 'Set a default that satisfies them.',
    }),
  ]
}

interface Finding {
  readonly severity: Severity
  readonly rule: string
  readonly message: string
  readonly hint?: string | undefined
}

function finding({ settings }: InputSettings, key: string, { hint, ...told }: Finding): Diagnostic {
  const setting = settings.get(key)
  const place = setting === undefined ? { file: '' } : placeOf(setting)
  return { ...told, ...place, ...(hint === undefined ? {} : { hint }) }
}

/** What the module says itself to whoever gives a value that it refuses. */
function saying({ validations }: Variable): string {
  const messages = validations
    .filter(({ constraints }) => constraints.length > 0)
    .map(({ errorMessage }) => errorMessage.trim())
  const told = [...new Set(messages.filter((message) => message !== ''))].join(' ')
  return told === '' ? '' : `: ${told.replace(/\.$/, '')}`
}

function shorten(value: Json): string {
  const text = stringifyJson(value)
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`
}
