import { decodeText, type SourceFile } from './source-file.ts'
import { parseHcl } from './syntax/parse-hcl.ts'
import { parseJson, type JsonEntry } from './syntax/parse-json.ts'

/**
 * The text of a `.tfvars` or `.tfvars.json` file without the values of these variables, all else as it is. `undefined` if the file has
 * none of them, or if it cannot be read: Terraform says what is wrong with it.
 */
export function omitValues({ path, bytes }: SourceFile, names: ReadonlySet<string>): string | undefined {
  const text = decodeText(bytes)
  if (text === undefined) return undefined
  return path.endsWith('.json') ? omitFromJson(text, names) : omitFromNative(text, names)
}

function omitFromNative(text: string, names: ReadonlySet<string>): string | undefined {
  const { body, errors } = parseHcl(text)
  const omitted = body.attributes.filter(({ name }) => names.has(name))
  if (errors.length > 0 || omitted.length === 0) return undefined
  const starts = [0, ...omitted.map(({ end }) => end)]
  return starts.map((start, order) => text.slice(start, omitted[order]?.index)).join('')
}

function omitFromJson(text: string, names: ReadonlySet<string>): string | undefined {
  const parsed = parseJson(text)
  if (!parsed.ok || parsed.errors.length > 0 || parsed.node.kind !== 'object') return undefined
  const { entries } = parsed.node
  if (!entries.some(({ key }) => names.has(key))) return undefined
  const textOf = ({ index }: JsonEntry, order: number) =>
    text.slice(index, entries[order + 1]?.index ?? text.lastIndexOf('}')).replace(/[\s,]+$/, '')
  const kept = entries.flatMap((entry, order) => (names.has(entry.key) ? [] : [`  ${textOf(entry, order)}`]))
  return `{\n${kept.join(',\n')}\n}\n`
}
