import type { Blueprint } from '@groundplan/blueprint'
import { isJsonObject, type Json, type JsonObject } from '@groundplan/terraform-type'
import { isStructure } from '../json-text.ts'
import { quote, type Report } from '../report.ts'
import { textOf } from '../text-of.ts'
import {
  defined,
  idle,
  lacks,
  readBoolean,
  readList,
  readMap,
  readText,
  reportSkipped,
  reportReason,
  type Reason,
} from './read-values.ts'

type Metadata = NonNullable<Blueprint['metadata']>
type Output = NonNullable<Blueprint['outputs']>[string]
type Labels = NonNullable<Blueprint['labels']>

const reasons: Readonly<Record<string, Reason>> = {
  'self-service': idle('every blueprint merged into the blueprint repository is in the catalog'),
  'estimated-ccu': idle("it only affects Torque's licensing"),
  description: lacks('the description belongs outside of metadata'),
}

/** How the catalog presents the blueprint. */
export function importMetadata(value: Json | undefined, report: Report): Metadata | undefined {
  const path = ['metadata']
  const metadata = readMap(value, path, report)
  reportSkipped(metadata, ['display-name', 'icon', 'blueprint-labels'], { path, reasons, report })
  const icon = readMap(metadata['icon'], [...path, 'icon'], report)
  const file = readText(icon['path'], [...path, 'icon', 'path'], report)
  const labels = readList(metadata['blueprint-labels'], [...path, 'blueprint-labels'], report).flatMap(
    (label, index) => importLabel(label, [...path, 'blueprint-labels', String(index)], report),
  )
  const imported: Metadata = defined({
    'display-name': readText(metadata['display-name'], [...path, 'display-name'], report),
    icon: file === undefined ? undefined : { path: file },
    'blueprint-labels': labels.length === 0 ? undefined : labels,
  })
  return Object.keys(imported).length === 0 ? undefined : imported
}

function importLabel(
  label: Json,
  path: readonly string[],
  report: Report,
): NonNullable<Metadata['blueprint-labels']> {
  if (!isJsonObject(label)) {
    const text = readText(label, path, report)
    return text === undefined ? [] : [text]
  }
  const colours = {
    'initial-color': idle('the catalog chooses colours'),
    'initial-quick-filter': idle('every label is a filter'),
  }
  reportSkipped(label, ['key', 'value'], { path, reasons: colours, report })
  const key = readText(label['key'], [...path, 'key'], report)
  if (key === undefined) {
    reportReason(path, lacks('a label needs a key'), report)
    return []
  }
  return [defined({ key, value: readText(label['value'], [...path, 'value'], report) })]
}

/** Labels of the environment. */
export function importLabels(value: Json | undefined, report: Report): Labels | undefined {
  const labels = readList(value, ['labels'], report).flatMap((label, index): Labels => {
    const path = ['labels', String(index)]
    if (!isJsonObject(label)) {
      const text = readText(label, path, report)
      return text === undefined ? [] : [text]
    }
    // A label with only a key is equivalent to a string.
    return Object.entries(label).flatMap(([key, item]): Labels => {
      if (item === null) return [key]
      if (!isStructure(item)) return [{ [key]: typeof item === 'object' ? String(textOf(item)) : item }]
      reportReason([...path, key], lacks('the value of a label must be a single string'), report)
      return []
    })
  })
  return labels.length === 0 ? undefined : labels
}

/** Help for the user who launches. */
export function importInstructions(value: Json | undefined, report: Report): Blueprint['instructions'] {
  const path = ['instructions']
  const instructions = readMap(value, path, report)
  const elsewhere = {
    source: lacks('instructions must be in the blueprint itself, not in a separate file; copy the text'),
  }
  reportSkipped(instructions, ['text'], { path, reasons: elsewhere, report })
  const text = readText(instructions['text'], [...path, 'text'], report)
  return text === undefined ? undefined : { text }
}

/** Values shown after deployment. */
export function importOutputs(value: Json | undefined, report: Report): Blueprint['outputs'] {
  const outputs = readMap(value, ['outputs'], report)
  const imported = Object.entries(outputs).flatMap(([name, output]) => {
    const path = ['outputs', name]
    const read = importOutput(readMap(output, path, report), path, report)
    if (read === undefined) report.warn(path, 'left-out', `Skipped output ${quote(name)}: it has no value.`)
    return read === undefined ? [] : [[name, read] as const]
  })
  return imported.length === 0 ? undefined : Object.fromEntries(imported)
}

function importOutput(output: JsonObject, path: readonly string[], report: Report): Output | undefined {
  reportSkipped(output, ['value', 'kind', 'quick', 'sensitive', 'description'], { path, reasons: {}, report })
  const value = readText(output['value'], [...path, 'value'], report)
  const kind = readText(output['kind'], [...path, 'kind'], report)
  if (kind !== undefined && kind !== 'link' && kind !== 'regular')
    reportReason([...path, 'kind'], lacks('it is neither `regular` nor `link`'), report)
  if (value === undefined) return undefined
  return defined<Output>({
    value,
    description: readText(output['description'], [...path, 'description'], report),
    kind: kind === 'link' || kind === 'regular' ? kind : undefined,
    quick: readBoolean(output['quick'], [...path, 'quick'], report),
    sensitive: readBoolean(output['sensitive'], [...path, 'sensitive'], report),
  })
}
