/**
 * What an import found and did, as plain data.
 *
 * An import reads repositories, finds the modules in them, writes a blueprint for each and proposes those that are new or
 * changed. Whatever goes wrong with one repository or module is told in its own outcome and stops nothing else.
 */
import type { AppliedEntry } from '@groundplan/blueprint-generator'
import type { Diagnostic } from '@groundplan/errors'
import type { ReportedProblem } from '@groundplan/proposal'
import type { RepositoryLocation, RepositoryName } from '@groundplan/scm'

export interface ImportRequest {
  readonly repositories: readonly RepositoryLocation[]
  /** Also those that the configuration selects. */
  readonly configured?: boolean | undefined
  /** Of those that the configuration selects, this one alone. */
  readonly only?: OnlyRepository | undefined
  /** Also modules under `examples/`, `tests/` and the like. */
  readonly includeExamples?: boolean | undefined
  /** Compute and report everything, write nothing. */
  readonly dryRun?: boolean | undefined
}

/** Limits an import to one repository of one host, named by a webhook. */
export interface OnlyRepository extends RepositoryName {
  readonly host: string
}

export interface ImportReport {
  readonly dryRun: boolean
  readonly repositories: readonly RepositoryOutcome[]
  readonly modules: readonly ModuleOutcome[]
  /** About the company's own overlay and templates, in the blueprint repository; absent in old reports. */
  readonly diagnostics?: readonly Diagnostic[] | undefined
  /** Notes for people although nothing failed, one sentence each. */
  readonly notes?: readonly string[] | undefined
  /**
   * What could not be done beside the proposals, e.g. the dashboard or a check's result, with those of earlier imports that is still not
   * done; absent in old reports.
   */
  readonly problems?: readonly ReportedProblem[] | undefined
  /** Why the import stopped early, if it did: what the report has was done by then. */
  readonly failure?: ImportFailure | undefined
  /** How many repositories have nothing proposed for now; absent if none, and in old reports. */
  readonly setAside?: SetAside | undefined
  /** What waits, by reason; absent if nothing does, and in old reports. */
  readonly waiting?: readonly WaitingModules[] | undefined
  /** The pull request with the first configuration, while that is not merged. */
  readonly onboarding?: { readonly url: string; readonly closed: boolean } | undefined
  readonly seconds: number
}

/** Why an import stopped. */
export interface ImportFailure {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
}

/** Modules that wait for the same reason. */
export interface WaitingModules {
  /** Completes "120 modules wait:". */
  readonly reason: string
  readonly modules: number
  readonly repositories: number
}

/** Numbers of repositories. */
export interface SetAside {
  /** Left out only because they are archived. */
  readonly archived: number
  /** Nobody has pushed to them yet. */
  readonly empty: number
  /** Those with modules that wait, for fewer open reviews or for the configuration to be merged. */
  readonly waiting: number
}

export type RepositoryOutcome =
  | {
      readonly status: 'read'
      readonly name: string
      readonly address: string
      readonly ref: string
      readonly commit: string
      /** About the repository's overlay, templates and CODEOWNERS; absent in old reports. */
      readonly diagnostics?: readonly Diagnostic[] | undefined
    }
  /** Unchanged, so it was not read. */
  | {
      readonly status: 'unchanged'
      readonly name: string
      readonly address: string
      readonly ref: string
      readonly commit: string
      /** Modules that it has. */
      readonly modules: number
      /** Those of them that failed; each is a module of the report, too. */
      readonly problems: readonly ModuleProblem[]
    }
  | { readonly status: 'skipped'; readonly name: string; readonly address: string; readonly reason: string }
  | {
      readonly status: 'failed'
      readonly address: string
      readonly code: string
      readonly message: string
      readonly hint?: string | undefined
    }

/** A module that failed. */
export interface ModuleProblem {
  readonly path: string
  readonly reason: string
  /** Its errors; absent if there are none, and where they were not remembered. */
  readonly diagnostics?: readonly Diagnostic[] | undefined
}

export interface ModuleOutcome {
  /** The repository's short name. */
  readonly repository: string
  /** Directory of the module. */
  readonly path: string
  /**
   * `new`: proposed for the first time · `updated`: changed, so a proposal was opened or renewed · `unchanged`: nothing to do ·
   * `waiting`: will be proposed once its reason is gone, e.g. when fewer pull requests are open · `skipped`: left out on purpose · `failed`: cannot be read or proposed.
   */
  readonly outcome: 'new' | 'updated' | 'unchanged' | 'waiting' | 'skipped' | 'failed'
  /** Name of the blueprint; absent if there is none. */
  readonly blueprint?: string | undefined
  /** Number of the proposal that carries the blueprint. */
  readonly proposal?: number | undefined
  /** Number of the proposal's pull request at the host; absent where there is none. */
  readonly pullRequest?: number | undefined
  /** Address of the pull request's page. */
  readonly reviewUrl?: string | undefined
  /** Why it was skipped or failed, or what blocks an unchanged one. */
  readonly reason?: string | undefined
  /** True if the failure is unrelated to the module; the next import retries. */
  readonly incomplete?: boolean | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** Overlay entries that apply to the module. */
  readonly overlay?: readonly AppliedEntry[] | undefined
}

/** How far an import is. `total` is 0 while it is not known. */
export interface ImportProgress {
  readonly phase: 'opening' | 'reading' | 'proposing'
  readonly done: number
  readonly total: number
  /** The current item, e.g. `platform-modules/modules/network`. */
  readonly subject: string
  /** The host that asks to wait, because of its rate limit, and until when (ISO 8601); absent while none does. */
  readonly wait?: { readonly host: string; readonly until: string } | undefined
}

/** How many modules had each outcome. Skipped ones are not counted as found. */
export type ModuleCounts = Readonly<Record<ModuleOutcome['outcome'] | 'found', number>>

export function countOutcomes(modules: readonly ModuleOutcome[]): ModuleCounts {
  const counts = { found: 0, new: 0, updated: 0, unchanged: 0, waiting: 0, skipped: 0, failed: 0 }
  for (const { outcome } of modules) {
    counts[outcome] += 1
    if (outcome !== 'skipped') counts.found += 1
  }
  return counts
}
