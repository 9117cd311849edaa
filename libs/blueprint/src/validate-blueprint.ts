import type { Diagnostic } from '@groundplan/errors'
import { parseConstraintPath, parseType, typeAtPath } from '@groundplan/terraform-type'
import type { Blueprint, BlueprintInput } from './blueprint.ts'
import { findNearest } from './find-nearest.ts'
import { parseBlueprint } from './parse-blueprint.ts'
import { findReferences } from './references.ts'

export interface ValidatedBlueprint {
  /** Present if the file has the shape of a blueprint, even where its parts do not fit together. */
  readonly blueprint: Blueprint | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Parses a blueprint file and checks that its parts fit together. All findings at once. */
export function validateBlueprint(file: string, text: string): ValidatedBlueprint {
  const { blueprint, diagnostics, locate } = parseBlueprint(file, text)
  if (blueprint === undefined) return { blueprint, diagnostics }
  const findings = [...inputFindings(blueprint), ...referenceFindings(blueprint), ...grainFindings(blueprint)]
  const placed = findings.map(({ path, ...finding }): Diagnostic => ({ ...finding, file, ...locate(path) }))
  return { blueprint, diagnostics: [...diagnostics, ...placed] }
}

interface Finding extends Omit<Diagnostic, 'file' | 'line' | 'column'> {
  readonly path: readonly string[]
}

function inputFindings({ inputs = {} }: Blueprint): readonly Finding[] {
  return Object.entries(inputs).flatMap(([name, input]) => (input === null ? [] : checkInput(name, input)))
}

function checkInput(name: string, input: BlueprintInput): readonly Finding[] {
  const at = (key: string) => ['inputs', name, key]
  const parsed = parseType(input.type ?? 'string')
  if (!parsed.ok) {
    const message = `The type of input "${name}" cannot be read: ${parsed.message}.`
    return [
      {
        severity: 'error',
        rule: 'type',
        path: at('type'),
        message,
        hint: 'Write a Terraform type, e.g. list(string).',
      },
    ]
  }
  const findings: Finding[] = []
  for (const path of Object.keys(input.constraints ?? {})) {
    if (parseConstraintPath(path) !== undefined && typeAtPath(parsed.type, path) !== undefined) continue
    const message = `The type of input "${name}" has no place "${path}".`
    findings.push({ severity: 'error', rule: 'constraint-path', path: [...at('constraints'), path], message })
  }
  const allowed = input['allowed-values']
  if (allowed !== undefined && input.default !== undefined && !allowed.includes(input.default as string)) {
    const message = `The default of input "${name}" is not among its allowed values.`
    findings.push({ severity: 'error', rule: 'default', path: at('default'), message })
  }
  if (input.pattern !== undefined && !isPattern(input.pattern)) {
    const message = `The pattern of input "${name}" is not a regular expression.`
    findings.push({ severity: 'error', rule: 'pattern', path: at('pattern'), message })
  }
  return findings
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}

function referenceFindings(blueprint: Blueprint): readonly Finding[] {
  const inputs = Object.keys(blueprint.inputs ?? {})
  const places = [
    ...Object.entries(blueprint.outputs ?? {}).map(([name, output]) => ({
      path: ['outputs', name, 'value'],
      value: output.value,
    })),
    ...Object.entries(blueprint.grains).map(([name, grain]) => ({
      path: ['grains', name, 'spec', 'inputs'],
      value: grain.spec.inputs,
    })),
  ]
  const found = places.flatMap(({ path, value }) =>
    findReferences(value).map((reference) => ({ path, reference })),
  )
  const unknown = found.flatMap(({ path, reference }): Finding[] => {
    if (reference.kind === 'input') {
      if (inputs.includes(reference.name)) return []
      return [{ ...missing('input', reference.name, inputs), path }]
    }
    const grain = blueprint.grains[reference.grain]
    if (grain === undefined)
      return [{ ...missing('grain', reference.grain, Object.keys(blueprint.grains)), path }]
    const outputs = grain.spec.outputs ?? []
    return outputs.includes(reference.output)
      ? []
      : [{ ...missing('output', reference.output, outputs), path }]
  })
  const used = new Set(found.flatMap(({ reference }) => (reference.kind === 'input' ? [reference.name] : [])))
  const unused = inputs
    .filter((name) => !used.has(name))
    .map((name): Finding => ({
      severity: 'warning',
      rule: 'unused-input',
      path: ['inputs', name],
      message: `The input "${name}" is not used by any grain or output.`,
    }))
  return [...unknown, ...unused]
}

function missing(kind: string, name: string, known: readonly string[]) {
  const nearest = findNearest(name, known)
  const hint = nearest === undefined ? undefined : `Did you mean "${nearest}"?`
  return {
    severity: 'error',
    rule: `undefined-${kind}`,
    message: `There is no ${kind} "${name}".`,
    hint,
  } as const
}

function grainFindings({ grains }: Blueprint): readonly Finding[] {
  return Object.entries(grains).flatMap(([name, { spec }]): Finding[] => {
    const revisions = [spec.source.commit, spec.source.branch, spec.source.tag].filter(
      (revision) => revision !== undefined,
    )
    const path = ['grains', name, 'spec', 'source']
    if (revisions.length > 1) {
      const message = `The source of grain "${name}" names more than one of commit, branch and tag.`
      return [{ severity: 'error', rule: 'source', path, message, hint: 'Keep one of them.' }]
    }
    if (spec.source.commit !== undefined) return []
    const message = `The source of grain "${name}" is not pinned to a commit: launches may differ from day to day.`
    return [{ severity: 'warning', rule: 'unpinned-source', path, message, hint: 'Name a commit.' }]
  })
}
