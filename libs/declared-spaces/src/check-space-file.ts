import { findWrongLimit, findWrongPool, type Role } from '@groundplan/access'
import { checkPresets, didYouMean, type Blueprint } from '@groundplan/blueprint'
import { readSettings } from '@groundplan/cloud-credentials'
import { PlatformError, type Diagnostic } from '@groundplan/errors'
import type { ParsedSpaceFile, SpaceFinding } from './parse-space-file.ts'
import { toCredential, toLimits } from './plan-spaces.ts'
import type { SpaceFile } from './space-file.ts'

/** What files refer to. */
export interface SpaceFacts {
  readonly roles: ReadonlyMap<string, Role>
  /** Those of the catalog, by name; `undefined` for one that is not valid. */
  readonly blueprints: ReadonlyMap<string, Blueprint | undefined>
}

/** What is wrong with a file that can be read: with positions, in file order. */
export function checkSpaceFile(file: ParsedSpaceFile, facts: SpaceFacts): readonly Diagnostic[] {
  const { content } = file
  if (content === undefined) return []
  return file.place([
    ...checkMembers(content, facts),
    ...checkLimits(content),
    ...checkPool(content),
    ...checkCredentials(content),
    ...checkBlueprints(content, facts),
  ])
}

function checkLimits({ limits }: SpaceFile): readonly SpaceFinding[] {
  const message = limits && findWrongLimit(toLimits(limits))
  return message === undefined
    ? []
    : [{ rule: 'limits', path: ['limits'], message, hint: 'See docs/spaces.md.' }]
}

function checkPool({ pool }: SpaceFile): readonly SpaceFinding[] {
  const wrong = typeof pool === 'string' ? findWrongPool(pool) : undefined
  return wrong === undefined ? [] : [{ rule: 'pool', path: ['pool'], ...wrong }]
}

function checkMembers({ members = [] }: SpaceFile, { roles }: SpaceFacts): readonly SpaceFinding[] {
  return members.flatMap(({ name, role }, index): readonly SpaceFinding[] => {
    const path = ['members', String(index)]
    const findings: SpaceFinding[] = []
    if (name !== name.trim())
      findings.push({
        ...{
          rule: 'member-name',
          path: [...path, 'name'],
          message: `The name "${name}" begins or ends with a blank.`,
        },
        hint: 'Use the name exactly as the identity provider sends it.',
      })
    if (!roles.has(role))
      findings.push({
        ...{ rule: 'unknown-role', path: [...path, 'role'], message: `There is no role "${role}".` },
        hint: `There are: ${[...roles.keys()].join(', ')}.`,
      })
    return findings
  })
}

function checkCredentials({ credentials = [] }: SpaceFile): readonly SpaceFinding[] {
  return credentials.flatMap((credential, index): readonly SpaceFinding[] => {
    try {
      readSettings(toCredential(credential), '')
      return []
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error
      const { message, hint = '' } = error
      return [{ rule: 'credential', path: ['credentials', String(index)], message, hint }]
    }
  })
}

function checkBlueprints({ blueprints = [] }: SpaceFile, facts: SpaceFacts): readonly SpaceFinding[] {
  return blueprints.flatMap(({ name, defaults = {}, hidden = {} }, index): readonly SpaceFinding[] => {
    const path = ['blueprints', String(index)]
    if (!facts.blueprints.has(name)) {
      const message = `There is no blueprint "${name}" in the catalog.`
      const hint = didYouMean(name, [...facts.blueprints.keys()]) ?? 'Publish it once it is approved.'
      return [{ rule: 'unknown-blueprint', path: [...path, 'name'], message, hint }]
    }
    const blueprint = facts.blueprints.get(name)
    if (blueprint === undefined) return []
    return checkPresets(blueprint, { defaults, hidden }).map(({ kind, input, message, hint = '' }) => {
      return { rule: 'input-value', path: [...path, kind, input], message, hint }
    })
  })
}
