import type { ProposeAction } from '@groundplan/proposal'
import type { PlannedSettings } from './drafting/draft-origin.ts'
import type { ModuleOutcome } from './import-report.ts'

/** What an import will do, as JSON-safe plain data. */
export interface ImportPlan {
  readonly steps: readonly ImportStep[]
  /** The settings used for the drafts. */
  readonly settings: PlannedSettings
  /** Published blueprints whose modules are gone. */
  readonly missing: readonly string[]
  /** Short names of the repositories that were read as a whole. */
  readonly whole: readonly string[]
}

/** One step of the plan: an outcome that is already certain, or an action that makes it so. */
export type ImportStep = { readonly kind: 'settled'; readonly outcome: ModuleOutcome } | ActStep

export interface ActStep {
  readonly kind: 'act'
  readonly action: ProposeAction
  readonly outcome: ModuleOutcome
}
