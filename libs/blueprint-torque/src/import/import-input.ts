import type { BlueprintInput } from '@groundplan/blueprint'
import {
  isPattern,
  isJsonList,
  isJsonObject,
  isQuickPattern,
  type Json,
  type JsonObject,
} from '@groundplan/terraform-type'
import type { InputUse } from '../expressions/input-uses.ts'
import { hasExpression } from '../expressions/references.ts'
import { isStructure } from '../json-text.ts'
import { quote, type Report } from '../report.ts'
import { textOf } from '../text-of.ts'
import { splitTypeLine } from '../type-line.ts'
import { chooseType } from './choose-type.ts'
import {
  changes,
  defined,
  idle,
  lacks,
  readBoolean,
  readList,
  readText,
  reportSkipped,
  reportReason,
  type Reason,
} from './read-values.ts'

interface InputContext {
  readonly name: string
  readonly uses: ReadonlySet<InputUse>
  readonly report: Report
}

/** Imports an input; `undefined` if it only configures how Torque runs Terraform. */
export function importInput(value: Json, context: InputContext): BlueprintInput | null | undefined {
  const { name, uses, report } = context
  const path = ['inputs', name]
  const type = isJsonObject(value) ? textOf(value['type']) : undefined
  if (isAboutRunning(type, uses)) {
    reportReason(path, idle('it only configures where or with which credentials Torque runs a grain'), report)
    return undefined
  }
  if (value === null) return null
  if (!isJsonObject(value)) {
    report.warn(path, 'left-out', `Skipped the content of input ${quote(name)}: expected a map.`)
    return null
  }
  reportSkipped(value, knownKeys, { path, reasons, report })
  reportType(type, context)
  return readInput(value, context)
}

/** True for inputs that are only used for the agent or credentials of Terraform grains. */
function isAboutRunning(type: string | undefined, uses: ReadonlySet<InputUse>): boolean {
  if (uses.size === 0) return type === 'agent' || type === 'execution-host' || type === 'credentials'
  return [...uses].every((use) => use === 'agent' || use === 'credentials')
}

const knownKeys = [
  ...(['type', 'description', 'default', 'allowed-values', 'sensitive', 'pattern'] as const),
  ...([
    'validation-description',
    'validation_description',
    'optional',
    'style',
    'display-style',
    'quick',
  ] as const),
]

const fetched = 'Groundplan does not support choices that are loaded when the form opens'
const files = 'Groundplan does not support file inputs'
const reasons: Readonly<Record<string, Reason>> = {
  'parameter-name': changes('the choices from the parameter store are not available; users type the value'),
  'source-name': changes(fetched),
  overrides: lacks(fetched),
  'depends-on': lacks(fetched),
  searchable: lacks(fetched),
  'max-size-MB': lacks(files),
  'max-files': lacks(files),
  'allowed-formats': lacks(files),
  'allowed-credential-providers': lacks('Groundplan does not support choosing credentials'),
  'target-filters': lacks('Groundplan has no deployment targets'),
  'resource-selector': lacks('Groundplan has no inventory of resources'),
  depends_on: idle('Torque ignores it too; the correct key is depends-on'),
}

const kinds: Readonly<Record<string, string>> = {
  agent: 'an agent',
  'execution-host': 'an agent',
  credentials: 'credentials',
  parameter: 'a parameter',
  'input-source': 'a fetched choice',
  file: 'a file',
  target: 'a deployment target',
  resource: 'a resource',
  env: 'an environment',
}

function reportType(type: string | undefined, { name, report }: InputContext): void {
  const kind = type !== undefined && Object.hasOwn(kinds, type) ? kinds[type] : undefined
  if (kind === undefined) return
  const message = `Input ${quote(name)} is imported as a string: Groundplan has no inputs that choose ${kind}.`
  report.warn(['inputs', name, 'type'], 'changed-meaning', message)
}

function readInput(value: JsonObject, { name, uses, report }: InputContext): BlueprintInput {
  const path = ['inputs', name]
  const text = (key: string) => readText(value[key], [...path, key], report)
  const written = text('description') ?? ''
  const { description, type: describedType } = splitTypeLine(written)
  const message = text('validation-description') ?? text('validation_description')
  const raw = {
    type: textOf(value['type']),
    style: text('style'),
    default: readDefault(value['default'], [...path, 'default'], report),
    'allowed-values': readChoice(value['allowed-values'], [...path, 'allowed-values'], report),
    pattern: readPattern(value['pattern'], [...path, 'pattern'], report),
    optional: readBoolean(value['optional'], [...path, 'optional'], report),
  }
  const { type, ...typed } = chooseType(raw, { uses, describedType })
  reportStyle(value, raw.style, { name, report })
  const isDescribed = type === describedType
  return defined({
    type,
    description: emptyToUndefined(isDescribed ? description : written),
    sensitive: isSensitive(value, path, report) ? true : undefined,
    ...typed,
    'validation-description': emptyToUndefined(message),
  })
}

function emptyToUndefined(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function isSensitive(value: JsonObject, path: readonly string[], report: Report): boolean {
  return isMasked(value) || readBoolean(value['sensitive'], [...path, 'sensitive'], report) === true
}

function isMasked(value: JsonObject): boolean {
  return textOf(value['display-style'])?.includes('masked') === true
}

function reportStyle(
  value: JsonObject,
  style: string | undefined,
  { name, report }: Pick<InputContext, 'name' | 'report'>,
): void {
  const path = ['inputs', name]
  if (style === 'duration')
    reportReason(
      [...path, 'style'],
      lacks('Groundplan has no field for durations; users type the value'),
      report,
    )
  if (!isMasked(value)) return
  const message = `Input ${quote(name)} is imported as a secret because of its display-style, which Torque ignores.`
  report.note([...path, 'display-style'], 'changed-meaning', message)
}

function readDefault(value: Json | undefined, path: readonly string[], report: Report): Json | undefined {
  if (value === undefined || value === null) return undefined
  if (isStructure(value)) return value
  const text = textOf(value)
  if (text === undefined || !hasExpression(text)) return text
  reportReason(
    path,
    changes('Groundplan does not evaluate expressions in defaults, so users enter the value'),
    report,
  )
  return undefined
}

function readChoice(
  value: Json | undefined,
  path: readonly string[],
  report: Report,
): readonly string[] | undefined {
  if (typeof value === 'string' && hasExpression(value)) {
    reportReason(path, changes('Groundplan does not support choices from an expression'), report)
    return undefined
  }
  const given = isJsonList(value ?? null)
    ? readList(value, path, report)
    : readText(value, path, report)?.split(',')
  const texts = (given ?? []).flatMap((item, index) => readText(item, [...path, String(index)], report) ?? [])
  return texts.length === 0 ? undefined : texts
}

function readPattern(value: Json | undefined, path: readonly string[], report: Report): string | undefined {
  const pattern = readText(value, path, report)
  if (pattern === undefined || pattern === '') return undefined
  if (hasExpression(pattern)) {
    reportReason(path, changes('Groundplan does not evaluate expressions in patterns'), report)
    return undefined
  }
  if (isQuickPattern(pattern)) return pattern
  const reason = isPattern(pattern)
    ? 'it can take so long to match that the form freezes'
    : 'it is not a valid ECMAScript regular expression with the u flag'
  reportReason(path, changes(reason), report)
  return undefined
}
