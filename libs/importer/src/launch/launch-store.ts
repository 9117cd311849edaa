import type { LaunchReason, LaunchVerdict } from '@groundplan/terraform-module'

/** Whether a revision of a module can be launched, as the import that read it found. */
export interface LaunchRecord extends ModuleRevision {
  readonly verdict: LaunchVerdict
  /** Most severe first, shortened where there are many. */
  readonly reasons: readonly RecordedReason[]
}

export interface RecordedReason {
  readonly effect: LaunchReason['effect']
  readonly message: string
}

/** A module at the commit that its blueprint pins. */
export interface ModuleRevision {
  /** Path in the module's repository. */
  readonly path: string
  readonly commit: string
}

/** Port: keeps whether modules can be launched, for those who show blueprints without their modules. */
export interface LaunchStore {
  /** Keeps the records, in place of what was known of the same revisions. */
  save(records: readonly LaunchRecord[]): Promise<void>
  /** What is known of these revisions, in no particular order. */
  find(revisions: readonly ModuleRevision[]): Promise<readonly LaunchRecord[]>
}
