import {
  hideProtoKeys,
  limitFindings,
  placeFindingsOf,
  readShape,
  readYaml,
  showProtoKey,
  sortDiagnostics,
  startsWith,
} from '@groundplan/blueprint'
import { hasErrors, type Diagnostic } from '@groundplan/errors'
import type { Json } from '@groundplan/terraform-type'
import { checkCommits } from './checks/check-commits.ts'
import { checkHosts } from './checks/check-hosts.ts'
import { checkPullRequests } from './checks/check-pull-requests.ts'
import { checkSelections } from './checks/check-selections.ts'
import { findPlainSecrets, withoutSecrets } from './checks/find-plain-secrets.ts'
import { configurationFormat } from './configuration-format.ts'
import { Configuration, type ConfigurationFile } from './configuration.ts'
import type { Finding } from './finding.ts'
import { severityOf, type ConfigurationRuleId } from './rules.ts'

export interface ParsedConfiguration {
  /** With defaults for missing keys. Absent if there are errors. */
  readonly configuration: Configuration | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** What is known beside the file. */
export interface ConfigurationFacts {
  /** Branches of the blueprint repository. */
  readonly branches?: readonly string[] | undefined
}

/**
 * Parses `groundplan.yaml` and validates it. Never throws. Returns all findings, in file order: parts with a valid shape are
 * checked even if others are invalid. Findings never contain a secret.
 */
export function parseConfiguration(
  file: string,
  text: string,
  { branches = [] }: ConfigurationFacts = {},
): ParsedConfiguration {
  const { value, diagnostics: unreadable, locate } = readYaml(file, text)
  const findings = value === undefined ? [] : listFindings(value as Json, branches)
  const placed = placeFindingsOf<ConfigurationRuleId>({ file, text, locate }, findings, severityOf)
  const lines = text.split('\n')
  const hinted = unreadable.map((found) => ({
    hint: 'Check indentation, quotes and brackets on that line.',
    ...found,
  }))
  const diagnostics = sortDiagnostics([...hinted, ...placed, ...findPlainSecrets(file, text)]).map(
    (diagnostic) => withoutSecrets(diagnostic, lines),
  )
  const isUsable = value !== undefined && !hasErrors(diagnostics)
  return { configuration: isUsable ? Configuration.parse(value) : undefined, diagnostics }
}

const checks: readonly ((configuration: Configuration, branches: readonly string[]) => readonly Finding[])[] =
  [checkHosts, checkSelections, checkPullRequests, checkCommits]

function listFindings(value: Json, branches: readonly string[]): readonly Finding[] {
  const { meant, doubtful, findings } = readShape<ConfigurationFile, ConfigurationRuleId>(
    configurationFormat,
    value,
  )
  const parsed = Configuration.safeParse(hideProtoKeys((meant ?? null) as Json))
  const shape = limitFindings(findings)
  if (!parsed.success) return shape
  const isCertain = ({ rule, path }: Finding) =>
    !doubtful.some(
      (place) =>
        startsWith(path, place) ||
        (rule === 'undefined-host' && place.join() === 'hosts') ||
        (rule === 'missing-token' && startsWith(place, path)),
    )
  const checked = checks.flatMap((check) =>
    limitFindings(check(parsed.data, branches).map(showProtoKeys).filter(isCertain)),
  )
  return [...shape, ...checked]
}

function showProtoKeys(finding: Finding): Finding {
  return { ...finding, path: finding.path.map(showProtoKey) }
}
