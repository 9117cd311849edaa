import type { Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import {
  Blueprint,
  BlueprintInput,
  BlueprintMetadata,
  BlueprintOutput,
  TerraformGrain,
  GrainSource,
  GrainSpec,
} from './blueprint.ts'
import { findNearest } from './validation/find-nearest.ts'
import { limitFindings } from './validation/limit-findings.ts'
import { hideProtoKeys, showProtoKey } from './proto-keys.ts'
import { readYaml, type YamlText } from './yaml/read-yaml.ts'

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
  const { locate } = yaml
  if (yaml.value === undefined) return { blueprint: undefined, diagnostics: yaml.diagnostics, locate }
  const parsed = Blueprint.safeParse(hideProtoKeys(yaml.value as Json))
  // The schema only judges and changes nothing, so what was read is what was judged.
  if (parsed.success) return { blueprint: yaml.value as Blueprint, diagnostics: yaml.diagnostics, locate }
  const findings = parsed.error.issues.flatMap(splitIssue)
  const placed = limitFindings(findings).map((finding) => toDiagnostic(file, yaml, finding))
  return { blueprint: undefined, diagnostics: [...yaml.diagnostics, ...placed], locate }
}

type Issue = NonNullable<ReturnType<typeof Blueprint.safeParse>['error']>['issues'][number]

interface Finding {
  readonly path: readonly PropertyKey[]
  /** The key that nobody knows, or what is wrong at the path. */
  readonly problem: { readonly unknownKey: string } | { readonly message: string }
}

function splitIssue(issue: Issue): readonly Finding[] {
  const path = issue.path.map(showProtoKey)
  if (issue.code !== 'unrecognized_keys') return [{ path, problem: { message: issue.message } }]
  return issue.keys.map((key) => ({ path, problem: { unknownKey: showProtoKey(key) } }))
}

function toDiagnostic(file: string, yaml: YamlText, { path, problem }: Finding): Diagnostic {
  const place = describePath(path)
  if ('message' in problem) {
    const message = `${problem.message}${place}.`
    return { severity: 'error', rule: 'shape', file, ...yaml.locate(path), message }
  }
  const nearest = findNearest(problem.unknownKey, knownKeys)
  return {
    severity: 'error',
    rule: 'unknown-key',
    file,
    ...yaml.locate([...path, problem.unknownKey]),
    message: `Unknown key "${problem.unknownKey}"${place}.`,
    hint:
      nearest === undefined
        ? 'Remove it, or see `groundplan blueprint schema` for the keys there are.'
        : `Did you mean "${nearest}"?`,
  }
}

function describePath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '' : ` in ${path.map(String).join('.')}`
}

const knownKeys: readonly string[] = [
  ...new Set(
    [
      Blueprint,
      BlueprintMetadata,
      BlueprintInput,
      BlueprintOutput,
      TerraformGrain,
      GrainSpec,
      GrainSource,
    ].flatMap(({ shape }) => Object.keys(shape)),
  ),
]
