import type { Diagnostic } from '@groundplan/errors'
import { isTerraformGrain, terraformGrains, type Blueprint } from '../blueprint.ts'
import { checkInput } from './check-input.ts'
import type { Finding } from './finding.ts'
import { findNearest } from './find-nearest.ts'
import { limitFindings } from './limit-findings.ts'
import { parseBlueprint } from '../parse-blueprint.ts'
import { findReferences, type Reference } from '../expressions/references.ts'

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

function inputFindings({ inputs = {} }: Blueprint): readonly Finding[] {
  return Object.entries(inputs).flatMap(([name, input]) => (input === null ? [] : checkInput(name, input)))
}

function referenceFindings(blueprint: Blueprint): readonly Finding[] {
  const inputs = new Set(Object.keys(blueprint.inputs ?? {}))
  const grains = new Map(
    Object.entries(blueprint.grains).map(([name, grain]) => [
      name,
      isTerraformGrain(grain) ? new Set(grain.spec.outputs) : undefined,
    ]),
  )
  const found = findPlacedReferences(blueprint)
  const unknown = found.flatMap(({ path, reference }) => {
    const missing = findMissing(reference, inputs, grains)
    return missing === undefined ? [] : [{ path, ...missing }]
  })
  const used = new Set(found.flatMap(({ reference }) => (reference.kind === 'input' ? [reference.name] : [])))
  const unused = [...inputs].filter((name) => !used.has(name))
  return [...limitFindings(unknown).map(toUndefinedFinding), ...limitFindings(unused).map(toUnusedFinding)]
}

/** Every reference in the blueprint's outputs and in what its grains are given. */
function findPlacedReferences({ outputs = {}, grains }: Blueprint) {
  const places = [
    ...Object.entries(outputs).map(([name, { value }]) => ({ path: ['outputs', name, 'value'], value })),
    ...Object.entries(grains).map(([name, { spec }]) => ({
      path: ['grains', name, 'spec', 'inputs'],
      value: spec.inputs,
    })),
  ]
  return places.flatMap(({ path, value }) => findReferences(value).map((reference) => ({ path, reference })))
}

interface Missing {
  readonly kind: 'input' | 'grain' | 'output'
  readonly name: string
  /** What there is of this kind. */
  readonly known: Iterable<string>
}

function findMissing(
  reference: Reference,
  inputs: ReadonlySet<string>,
  /** The outputs of each grain, where they are known. */
  grains: ReadonlyMap<string, ReadonlySet<string> | undefined>,
): Missing | undefined {
  if (reference.kind === 'input')
    return inputs.has(reference.name) ? undefined : { kind: 'input', name: reference.name, known: inputs }
  if (!grains.has(reference.grain)) return { kind: 'grain', name: reference.grain, known: grains.keys() }
  const outputs = grains.get(reference.grain)
  return outputs === undefined || outputs.has(reference.output)
    ? undefined
    : { kind: 'output', name: reference.output, known: outputs }
}

function toUndefinedFinding({ path, kind, name, known }: Missing & Pick<Finding, 'path'>): Finding {
  const nearest = findNearest(name, [...known])
  return {
    severity: 'error',
    rule: `undefined-${kind}`,
    path,
    message: `There is no ${kind} "${name}".`,
    hint: nearest === undefined ? undefined : `Did you mean "${nearest}"?`,
  }
}

function toUnusedFinding(name: string): Finding {
  return {
    severity: 'warning',
    rule: 'unused-input',
    path: ['inputs', name],
    message: `The input "${name}" is not used by any grain or output.`,
  }
}

function grainFindings(blueprint: Blueprint): readonly Finding[] {
  return terraformGrains(blueprint).flatMap(([name, { spec }]): Finding[] => {
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
