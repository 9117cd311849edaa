import { textOf } from '../arguments.ts'
import type { Block } from '../block.ts'
import { readRequiredProviders } from '../read-settings.ts'
import { describe, listDifferences } from './compare-resources.ts'
import type { ExpandedModule } from './expand-module.ts'
import type { Comparison } from './find-affected.ts'
import { canonicalText } from './canonical-text.ts'
import { listSettings } from './list-settings.ts'
import { changeUnder, type ModuleChange } from './module-change.ts'
import { compareVersions, readVersionRange, type VersionRange } from '../version-range.ts'

/** Versions of Terraform and of providers, provider settings, and where the state is kept. */
export function compareRequirements(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  return [
    ...compareTerraform(before, after),
    ...compareProviders(before, after),
    ...compareProviderSettings(before, after, comparison),
    ...compareState(before, after),
  ]
}

type Requirements = ReadonlyMap<string, { readonly source: string; readonly versions: readonly string[] }>

function compareTerraform(before: ExpandedModule, after: ExpandedModule): readonly ModuleChange[] {
  const [old, now] = [before, after].map(({ settings }) =>
    settings.flatMap(({ block }) => textOf(block, 'required_version') ?? []),
  )
  if (old === undefined || now === undefined || sameTexts(old, now)) return []
  const [was, is] = [readVersionRange(old), readVersionRange(now)]
  const message = `It requires ${now.join(', ') || 'any version'}, previously ${old.join(', ') || 'any version'}.`
  const isRaised = was === undefined || is === undefined || isNarrower(was, is)
  return [
    changeUnder(isRaised ? 'terraform-version-raised' : 'terraform-version-changed', 'terraform', message),
  ]
}

/** True if a version that was accepted is refused now. */
function isNarrower(was: VersionRange, is: VersionRange): boolean {
  return compareVersions(is.from, was.from) > 0 || compareVersions(is.to, was.to) < 0
}

function compareProviders(before: ExpandedModule, after: ExpandedModule): readonly ModuleChange[] {
  const [old, now] = [requirementsOf(before), requirementsOf(after)]
  return [...now].flatMap(([name, is]) => {
    const was = old.get(name)
    if (was === undefined) return []
    const subject = `provider.${name}`
    if (was.source !== is.source)
      return changeUnder(
        'provider-source-changed',
        subject,
        `It comes from ${is.source}, previously from ${was.source}.`,
      )
    if (sameTexts(was.versions, is.versions)) return []
    const message = `Version ${is.versions.join(', ') || 'any'}, previously ${was.versions.join(', ') || 'any'}.`
    const rule = hasSameMajors(was.versions, is.versions)
      ? 'provider-version-changed'
      : 'provider-major-changed'
    return changeUnder(rule, subject, message)
  })
}

/** By local name, over all modules of the repository that take part. */
function requirementsOf({ settings }: ExpandedModule): Requirements {
  const found = new Map<string, { source: string; versions: string[] }>()
  for (const { name, source, version } of settings.flatMap(({ block }) => readRequiredProviders(block))) {
    const known = found.get(name) ?? { source: fullSource(source ?? name), versions: [] }
    if (version !== undefined && !known.versions.includes(version)) known.versions.push(version)
    found.set(name, known)
  }
  return found
}

/** `aws`, `hashicorp/aws` and `registry.terraform.io/hashicorp/aws` are the same. */
function fullSource(source: string): string {
  return source
    .toLowerCase()
    .replace(/^registry\.terraform\.io\//, '')
    .replace(/^[^/]+$/, 'hashicorp/$&')
}

function hasSameMajors(before: readonly string[], after: readonly string[]): boolean {
  const [was, is] = [readVersionRange(before), readVersionRange(after)]
  if (was === undefined || is === undefined) return false
  return was.from[0] === is.from[0] && lastMajor(was) === lastMajor(is)
}

function lastMajor({ to }: VersionRange): number {
  if (to === undefined) return Infinity
  return to[1] === 0 && to[2] === 0 ? to[0] - 1 : to[0]
}

function compareProviderSettings(
  before: ExpandedModule,
  after: ExpandedModule,
  comparison: Comparison,
): readonly ModuleChange[] {
  return [...new Set([...before.providers.keys(), ...after.providers.keys()])].flatMap((address) => {
    const [old, now] = [before.providers.get(address), after.providers.get(address)]
    const position = (now ?? old)?.block.position
    if (old === undefined || now === undefined)
      return changeUnder(
        'provider-settings-changed',
        address,
        now === undefined ? 'Its settings are gone.' : 'It has settings of its own now.',
        position,
      )
    const differences = listDifferences(old, now, comparison).filter(({ path }) => path !== 'version')
    if (differences.length === 0) return []
    return changeUnder(
      'provider-settings-changed',
      address,
      `Resources may be looked for elsewhere: ${describe(differences)}.`,
      position,
    )
  })
}

function compareState(before: ExpandedModule, after: ExpandedModule): readonly ModuleChange[] {
  const [old, now] = [before, after].map(({ settings }) =>
    settings.filter(({ prefix }) => prefix === '').flatMap(({ block }) => block.blocks.filter(isState)),
  )
  if (old === undefined || now === undefined || sameTexts(old.map(textOfState), now.map(textOfState)))
    return []
  return [
    changeUnder(
      'state-moved',
      'terraform',
      'The module keeps its state in another place.',
      (now[0] ?? old[0])?.position,
    ),
  ]
}

function isState({ type }: Block): boolean {
  return type === 'backend' || type === 'cloud'
}

function textOfState(block: Block): string {
  const settings = listSettings(block).map(({ path, expression }) => `${path}=${canonicalText(expression)}`)
  return [block.type, ...block.labels, ...settings].join('\n')
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index])
}
