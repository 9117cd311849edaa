import type { AppliedEntry, OverlaySubject, SettingsFiles } from '@groundplan/blueprint-generator'
import type { Diagnostic } from '@groundplan/errors'
import type {
  MergedTexts,
  Proposal,
  ProposalSource,
  ReviewedTexts,
  ThreeVersions,
} from '@groundplan/proposal'
import type { TerraformModule } from '@groundplan/terraform-module'

/** Everything that a blueprint is written from, as plain data. */
export interface DraftSubject {
  readonly module: TerraformModule
  /** Name of the blueprint. */
  readonly name: string
  readonly source: ProposalSource
  /** The module's own configuration files, for CODEOWNERS. */
  readonly files: readonly string[]
  /** The weakest first: the company's, then the repository's. */
  readonly settings: readonly SettingsFiles[]
}

/** The files drafted for a module, as plain data. */
export interface DraftedTexts {
  /** Absent if the settings do not fit the module. */
  readonly texts: { readonly blueprint: string; readonly readme: string } | undefined
  /** Titles of a proposal that brings the blueprint. */
  readonly titles: Readonly<Record<Exclude<Proposal['kind'], 'retirement'>, string>>
  /** The body of the first proposal for it. */
  readonly newBody: string
  /** About the settings. */
  readonly diagnostics: readonly Diagnostic[]
  /** The overlay settings for the module. */
  readonly applied: readonly AppliedEntry[]
  /** Whom CODEOWNERS asks to review the module. */
  readonly reviewers: readonly string[]
}

/** What is known of a draft before its files are written. */
export interface CheckedDraft extends Pick<DraftedTexts, 'diagnostics' | 'applied'> {
  /** False if the settings do not fit the module. */
  readonly isWritten: boolean
}

/** Problems in a repository's generator settings. */
export interface SettingsSummary {
  readonly sources: SettingsFiles
  readonly diagnostics: readonly Diagnostic[]
  /** Files with errors without which no blueprint can be written as it is meant. */
  readonly broken: readonly string[]
}

/**
 * Port: writes blueprints of modules, and what is said of them, with templates and overlays that other people wrote. Same input, same
 * bytes. Everything rejects with a PlatformError if it takes too long, and if `signal` is aborted.
 */
export interface BlueprintDrafter {
  /** Looks at settings and, with the modules that they are for, at entries that are for none of them. */
  summarize(
    sources: SettingsFiles,
    modules: readonly OverlaySubject[],
    signal: AbortSignal,
  ): Promise<SettingsSummary>
  draft(subject: DraftSubject, signal: AbortSignal): Promise<DraftedTexts>
  /** What `draft` finds, without the files, which are most of its work. */
  check(subject: DraftSubject, signal: AbortSignal): Promise<CheckedDraft>
  /** The body of the proposal, in Markdown. */
  writeBody(subject: DraftSubject, review: ReviewedTexts, signal: AbortSignal): Promise<string>
  /** See ProposalDraft. */
  merge(subject: DraftSubject, versions: ThreeVersions, signal: AbortSignal): Promise<MergedTexts>
}
