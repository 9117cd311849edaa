import type { SourcePosition } from '@groundplan/errors'

/**
 * Differences between two versions of a module's code that its interface does not show, as plain data.
 *
 * Terms: the *level* says who is affected, as for blueprints; a change that *cannot be judged* from the code, because only a provider
 * or a plan knows what it does, counts as breaking until somebody has looked at it. docs/blueprint-versions.md lists the rules.
 */
export interface ModuleChange {
  readonly rule: ModuleChangeRule
  readonly level: ModuleChangeLevel
  /** False if the code does not show what the change does. */
  readonly judged: boolean
  /** What changed: an address such as `aws_vpc.this`, `module.db.aws_db_instance.this`, `output.id`, `var.size`. */
  readonly subject: string
  /** One sentence. */
  readonly message: string
  /** In the new version; in the old one if the subject is gone. */
  readonly position: SourcePosition | undefined
}

export type ModuleChangeLevel = 'breaking' | 'feature' | 'fix'

interface RuleKind {
  readonly level: ModuleChangeLevel
  readonly judged: boolean
}

const breaking = { level: 'breaking', judged: true } as const
const unclear = { level: 'breaking', judged: false } as const
const feature = { level: 'feature', judged: true } as const
const fix = { level: 'fix', judged: true } as const

/** Every rule. */
export const moduleChangeRules = {
  'resource-removed': breaking,
  'resource-changed': unclear,
  'resource-repeated': unclear,
  'resource-provider-changed': unclear,
  'resource-settled': fix,
  'resource-tags-changed': feature,
  'resource-updated': feature,
  'resource-added': feature,
  'resource-moved': fix,
  'resource-released': feature,
  'move-removed': breaking,
  'condition-added': breaking,
  'condition-changed': unclear,
  'condition-removed': feature,
  'check-changed': fix,
  'value-changed': unclear,
  'value-extended': feature,
  'module-source-changed': unclear,
  'module-version-changed': unclear,
  'module-arguments-changed': unclear,
  'module-added': feature,
  'module-removed': breaking,
  'provider-source-changed': breaking,
  'provider-major-changed': breaking,
  'provider-version-changed': feature,
  'provider-settings-changed': unclear,
  'terraform-version-raised': breaking,
  'terraform-version-changed': feature,
  'state-moved': breaking,
  'not-compared': unclear,
} as const satisfies Readonly<Record<string, RuleKind>>

/** Stable kebab-case name of the kind of change. */
export type ModuleChangeRule = keyof typeof moduleChangeRules

/** A change under a rule, with the level that the rule has. */
export function changeUnder(
  rule: ModuleChangeRule,
  subject: string,
  message: string,
  position?: SourcePosition,
): ModuleChange {
  return { rule, ...moduleChangeRules[rule], subject, message, position }
}

const levels: readonly ModuleChangeLevel[] = ['breaking', 'feature', 'fix']

/** Breaking changes first, otherwise in the order given. */
export function inOrderOfLevel(changes: readonly ModuleChange[]): readonly ModuleChange[] {
  return changes.toSorted((left, right) => levels.indexOf(left.level) - levels.indexOf(right.level))
}

/** Most changes that are told of one module. */
const maximumChanges = 200
const longestText = 500

/** Keeps the gravest, with texts of a length that people read. */
export function limitChanges(changes: readonly ModuleChange[]): readonly ModuleChange[] {
  return changes.slice(0, maximumChanges).map((change) => ({
    ...change,
    subject: change.subject.slice(0, longestText),
    message: change.message.slice(0, longestText),
  }))
}

/** What to tell of versions that could not be compared. */
export function notCompared(reason: string): ModuleChange {
  return changeUnder('not-compared', 'module', reason)
}
