/**
 * Differences between two blueprints, as plain data.
 *
 * Terms: a *change* is one difference, classified by a *rule*; the rule determines its *level*: `breaking` if users of the
 * blueprint, its environments or its outputs may have to act, `feature` if something is new or behaves differently, `fix`
 * otherwise. docs/blueprint-versions.md lists the rules with their reasons.
 */
import type { BlueprintInput, BlueprintOutput, BlueprintRules } from '../blueprint.ts'
import type { About, GrainKeys } from './blueprint-interface.ts'

/** From most to least severe. */
export const changeLevels = ['breaking', 'feature', 'fix'] as const
export type ChangeLevel = (typeof changeLevels)[number]

/** Every rule and its level. */
export const changeRules = {
  'blueprint-removed': 'breaking',
  'input-removed': 'breaking',
  'required-input-added': 'breaking',
  'input-added': 'feature',
  'inputs-reordered': 'fix',
  'type-narrowed': 'breaking',
  'type-changed': 'breaking',
  'type-widened': 'feature',
  'type-default-changed': 'feature',
  'type-rewritten': 'fix',
  'rule-narrowed': 'breaking',
  'rule-changed': 'breaking',
  'rule-widened': 'feature',
  'rule-rewritten': 'fix',
  'input-required': 'breaking',
  'input-optional': 'feature',
  'null-refused': 'breaking',
  'null-accepted': 'feature',
  'default-changed': 'feature',
  'input-sensitive-added': 'feature',
  'input-sensitive-removed': 'feature',
  'input-ephemeral-added': 'breaking',
  'input-ephemeral-removed': 'feature',
  'input-deprecated': 'feature',
  'unit-changed': 'breaking',
  'input-text-changed': 'fix',
  'output-removed': 'breaking',
  'output-added': 'feature',
  'outputs-reordered': 'fix',
  'output-value-changed': 'feature',
  'output-sensitive-added': 'breaking',
  'output-sensitive-removed': 'feature',
  'output-text-changed': 'fix',
  'grain-removed': 'breaking',
  'grain-added': 'feature',
  'grain-kind-changed': 'breaking',
  'grain-source-changed': 'feature',
  'grain-unpinned': 'feature',
  'grain-revision-changed': 'fix',
  'grain-version-changed': 'feature',
  'grain-inputs-changed': 'feature',
  'grain-inputs-wired': 'fix',
  'grain-outputs-changed': 'fix',
  'grain-environment-changed': 'feature',
  'grain-providers-added': 'feature',
  'grain-providers-changed': 'breaking',
  'grain-approval-changed': 'feature',
  'grain-order-changed': 'fix',
  'grain-spec-changed': 'feature',
  'labels-changed': 'feature',
  'text-changed': 'fix',
  'code-breaking': 'breaking',
  'code-unclear': 'breaking',
  'code-feature': 'feature',
  'code-fix': 'fix',
} as const satisfies Readonly<Record<string, ChangeLevel>>

/** Stable kebab-case name of the kind of change. */
export type ChangeRule = keyof typeof changeRules

/** Sections whose entries have names. */
export interface Sections {
  readonly inputs: BlueprintInput
  readonly outputs: BlueprintOutput
  readonly grains: GrainKeys
}

/** One difference. Applying all of them to the old interface gives the new one. */
export type BlueprintChange =
  SectionChange | InputRuleChange | AboutChange | BlueprintRemoved | GrainCodeChange

export type SectionChange<Section extends keyof Sections = keyof Sections> = {
  [Each in Section]: EntryAdded<Each> | EntryRemoved<Each> | EntriesReordered<Each> | EntryKeyChange<Each>
}[Section]

interface Ruled {
  readonly rule: ChangeRule
  readonly level: ChangeLevel
}

export interface EntryAdded<Section extends keyof Sections> extends Ruled {
  readonly kind: 'added'
  readonly section: Section
  readonly name: string
  /** Name of the entry before it; absent for the first. */
  readonly after?: string | undefined
  readonly to: Sections[Section]
}

export interface EntryRemoved<Section extends keyof Sections> extends Ruled {
  readonly kind: 'removed'
  readonly section: Section
  readonly name: string
  readonly from: Sections[Section]
}

/** The order of all names after additions and removals. */
export interface EntriesReordered<Section extends keyof Sections> extends Ruled {
  readonly kind: 'reordered'
  readonly section: Section
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** One key of an input, an output or a grain; absent where the key is. */
export interface EntryKeyChange<Section extends keyof Sections> extends Ruled {
  readonly kind: 'key'
  readonly section: Section
  readonly name: string
  readonly key: string
  readonly from?: unknown
  readonly to?: unknown
  /** True if the values must not be shown. */
  readonly secret?: true
}

/** One rule on the values of an input. */
export interface InputRuleChange extends Ruled {
  readonly kind: 'input-rule'
  readonly section: 'inputs'
  readonly name: string
  /** Path of the values inside, e.g. `[*].port`; absent for the rules of the input itself. */
  readonly place?: string | undefined
  readonly key: keyof BlueprintRules
  readonly from?: unknown
  readonly to?: unknown
}

/** One key of the blueprint outside of the sections. */
export interface AboutChange extends Ruled {
  readonly kind: 'about'
  readonly key: keyof About
  readonly from?: unknown
  readonly to?: unknown
}

/** The whole blueprint leaves the catalog. */
export interface BlueprintRemoved extends Ruled {
  readonly kind: 'blueprint'
}

/** A change inside of the module that a grain runs; see CodeChange. */
export interface GrainCodeChange extends Ruled {
  readonly kind: 'code'
  readonly grain: string
  readonly subject: string
  readonly message: string
}

/** A rule with its level. */
export function underRule(rule: ChangeRule): Ruled {
  return { rule, level: changeRules[rule] }
}
