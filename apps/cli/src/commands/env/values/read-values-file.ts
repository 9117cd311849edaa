import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { readYaml } from '@groundplan/blueprint'
import { InputError, printDiagnostic, type Diagnostic, type SourcePosition } from '@groundplan/errors'
import { readValueFile, type FileValue } from '@groundplan/terraform-module'
import { isJsonObject, type Json } from '@groundplan/terraform-type'

/** Reads a file of values by its ending: `.tfvars`, `.json` (also `.tfvars.json`), `.yaml` or `.yml`. Throws InputError. */
export async function readValuesFile(path: string): Promise<readonly FileValue[]> {
  const ending = extname(path)
  if (!['.tfvars', '.json', '.yaml', '.yml'].includes(ending)) {
    throw new InputError(`Cannot tell the format of "${path}".`, {
      hint: 'Use a file whose name ends in .tfvars, .json, .yaml or .yml.',
    })
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new InputError(`Cannot read ${path}.`, { hint: 'Check the path and its permissions.', cause })
  })
  if (ending === '.yaml' || ending === '.yml') return readYamlValues(path, bytes.toString('utf8'))
  const { values, diagnostics } = await readValueFile({ path, bytes })
  return checked(values, diagnostics)
}

function readYamlValues(path: string, text: string): readonly FileValue[] {
  const { value, locate, diagnostics } = readYaml(path, text)
  const problems = diagnostics.filter(({ severity }) => severity === 'error')
  // An empty file, or one of comments only.
  if (problems.length === 0 && value === null) return []
  if (problems.length === 0 && !isJsonObject(value as Json))
    throw new InputError(`${path}: the file has no values by name.`, { hint: 'Use `name: value` lines.' })
  const positionOf = (name: string): SourcePosition => ({ file: path, ...locate([name]) })
  const values = Object.entries((value ?? {}) as Readonly<Record<string, Json>>)
  return checked(
    values.map(([name, each]) => ({ name, value: each, position: positionOf(name) })),
    problems,
  )
}

function checked(values: readonly FileValue[], diagnostics: readonly Diagnostic[]): readonly FileValue[] {
  if (diagnostics.length > 0) throw new InputError(diagnostics.map(printDiagnostic).join('\n'))
  return values
}
