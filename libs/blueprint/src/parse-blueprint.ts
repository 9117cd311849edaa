import type { Diagnostic } from '@groundplan/errors'
import { Blueprint } from './blueprint.ts'
import { findNearest } from './find-nearest.ts'
import { readYaml, type YamlText } from './yaml-text.ts'

export interface ParsedBlueprint {
  /** Absent if the file does not have the shape of a blueprint. */
  readonly blueprint: Blueprint | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Line and column of a place in the blueprint, e.g. `['inputs', 'engine']`. */
  locate(path: readonly PropertyKey[]): { readonly line: number; readonly column: number }
}

/** Parses a blueprint file. Never throws; all problems of shape at once, each with its place. */
export function parseBlueprint(file: string, text: string): ParsedBlueprint {
  const yaml = readYaml(file, text)
  if (yaml.value === undefined)
    return { blueprint: undefined, diagnostics: yaml.diagnostics, locate: yaml.locate }
  const parsed = Blueprint.safeParse(yaml.value)
  if (parsed.success) return { blueprint: parsed.data, diagnostics: yaml.diagnostics, locate: yaml.locate }
  const findings = parsed.error.issues.flatMap((issue) => toDiagnostics(file, yaml, issue))
  return { blueprint: undefined, diagnostics: [...yaml.diagnostics, ...findings], locate: yaml.locate }
}

type Issue = NonNullable<ReturnType<typeof Blueprint.safeParse>['error']>['issues'][number]

function toDiagnostics(file: string, yaml: YamlText, issue: Issue): readonly Diagnostic[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const nearest = findNearest(key, knownKeys)
      return {
        severity: 'error',
        rule: 'unknown-key',
        file,
        ...yaml.locate([...issue.path, key]),
        message: `Unknown key "${key}"${describePath(issue.path)}.`,
        hint:
          nearest === undefined
            ? 'Remove it, or see `groundplan blueprint schema` for the keys there are.'
            : `Did you mean "${nearest}"?`,
      }
    })
  }
  const place = describePath(issue.path)
  return [
    {
      severity: 'error',
      rule: 'shape',
      file,
      ...yaml.locate(issue.path),
      message: `${issue.message}${place}.`,
    },
  ]
}

function describePath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : ` in ${path.map(String).join('.')}`
}

const knownKeys: readonly string[] = [
  ...Object.keys(Blueprint.shape),
  ...'type description default optional sensitive allowed-values pattern minimum maximum exclusive-minimum'.split(
    ' ',
  ),
  ...'exclusive-maximum multiple-of min-length max-length min-items max-items validation-description'.split(
    ' ',
  ),
  ...'constraints value kind quick store path commit branch tag depends-on spec source version'.split(' '),
  ...'display-name blueprint-labels'.split(' '),
]
