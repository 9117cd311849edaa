import type { Diagnostic } from '@groundplan/errors'
import type { Blueprint } from './blueprint.ts'
import { readBlueprint, type ParsedBlueprint } from './parse-blueprint.ts'
import { checkDependencies } from './validation/check-dependencies.ts'
import { checkGrains } from './validation/check-grains.ts'
import { checkInput } from './validation/check-input.ts'
import { checkNames } from './validation/check-names.ts'
import { checkProviders } from './validation/check-providers.ts'
import { checkReferences } from './validation/check-references.ts'
import { checkSecrets } from './validation/check-secrets.ts'
import { checkSections } from './validation/check-sections.ts'
import type { Finding } from './validation/finding.ts'
import { findKnownSecrets } from './validation/known-secrets.ts'
import { limitFindings } from './validation/limit-findings.ts'
import { placeFindings, positionIn, sortDiagnostics } from './validation/place-findings.ts'
import { startsWith } from './validation/shape/read-shape.ts'
import { severityOf } from './validation/rules.ts'
import type { YamlText } from './yaml/read-yaml.ts'

export interface ValidatedBlueprint extends ParsedBlueprint {
  /** Present if the file has the shape of a blueprint, even if other checks fail. */
  readonly blueprint: Blueprint | undefined
}

/**
 * Parses and validates a blueprint file. Returns all findings, in file order: valid parts are checked even if others have the
 * wrong shape. Callers that have parsed the text already pass on what they got.
 */
export function validateBlueprint(file: string, text: string, yaml?: YamlText): ValidatedBlueprint {
  const { diagnostics, locate, shape } = readBlueprint(file, text, yaml)
  const findings = shape?.meant === undefined ? [] : checkBlueprint(shape.meant, shape.doubtful)
  const placed = placeFindings({ file, text, locate }, findings)
  const all = sortDiagnostics([...diagnostics, ...placed, ...knownSecrets(file, text)])
  return { blueprint: shape?.value, diagnostics: all, locate }
}

/** Checks everything except the shape. Skips places that were repaired. */
function checkBlueprint(blueprint: Blueprint, doubtful: readonly (readonly string[])[]): readonly Finding[] {
  const isDoubtful = (name: string) => doubtful.some((place) => startsWith(place, ['inputs', name]))
  const groups: readonly (readonly Finding[])[] = [
    Object.entries(blueprint.inputs ?? {}).flatMap(([name, input]) =>
      input === null || isDoubtful(name) ? [] : checkInput(name, input),
    ),
    checkNames(blueprint),
    checkGrains(blueprint),
    checkProviders(blueprint),
    checkDependencies(blueprint),
    checkSections(blueprint),
    checkSecrets(blueprint),
    checkReferences(blueprint, doubtful),
  ]
  const isCertain = ({ path }: Finding) => !doubtful.some((place) => startsWith(path, place))
  return groups.flatMap((group) => limitFindings(group.filter(isCertain)))
}

/** Searches the text, including comments, for secrets of known formats. */
function knownSecrets(file: string, text: string): readonly Diagnostic[] {
  return limitFindings(findKnownSecrets(text)).map(({ name, offset }) => ({
    severity: severityOf('known-secret'),
    rule: 'known-secret',
    file,
    ...positionIn(text, offset),
    message: `This looks like ${name} in plain text.`,
    hint: 'Remove it, rotate the secret, and pass it as a sensitive input.',
  }))
}
