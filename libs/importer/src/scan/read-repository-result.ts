import type { MovedModule } from '../naming/find-moved.ts'
import type { ComparedCode } from '@groundplan/proposal'
import type { RepositorySnapshot } from '@groundplan/scm'
import type { SettingsSummary } from '../drafting/blueprint-drafter.ts'
import type { ReadModuleResult } from '../read-repository.ts'
import type { SourceOrigin } from './find-sources.ts'

/** What was read of a repository. */
export interface ReadRepositoryResult {
  readonly snapshot: RepositorySnapshot
  readonly modules: readonly ReadModuleResult[]
  /** What the repository tells the generator. */
  readonly settings: SettingsSummary
  /** Where its host has it, if it was found there. */
  readonly origin?: SourceOrigin | undefined
  /** When it was opened: what was proposed later may come from a newer state. */
  readonly openedAt?: Date | undefined
  /** Modules that lie elsewhere than when their blueprints were written. */
  readonly moved?: readonly MovedModule[] | undefined
  /** What changed in modules since their published blueprints, by path. */
  readonly code?: ReadonlyMap<string, ComparedCode> | undefined
  /** Why modules are pinned to other commits, by path, where what blueprints pin is gone from the history. */
  readonly rewritten?: ReadonlyMap<string, string> | undefined
  /** For folders whose modules are gone, the newest commit that changed anything in them, where it was looked up. */
  readonly goneSince?: ReadonlyMap<string, string> | undefined
  /** True if somebody named a branch, tag or commit other than the one that is imported as a rule. */
  readonly elsewhere?: boolean | undefined
  /** True if the selection leaves modules out, or reads them at tags: what is not among the modules may still be there. */
  readonly partial?: boolean | undefined
}
