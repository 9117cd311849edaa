import type { OverlaySubject, SettingsFiles } from '@groundplan/blueprint-generator'
import type { CheckedDraft, DraftedTexts, DraftSubject, SettingsSummary } from '@groundplan/importer'
import type { MergedTexts, ReviewedTexts, ThreeVersions } from '@groundplan/proposal'
import type { ComparedVersions, ModuleChange, ReadModuleOptions } from '@groundplan/terraform-module'
import type { Sealed } from '@groundplan/terraform-type'
import type { PackedModule } from './packed-module.ts'

/** A task on untrusted files, for another process. */
export type ForeignTask =
  | { readonly kind: 'read'; readonly modules: readonly ReadModuleOptions[] }
  | { readonly kind: 'compare'; readonly versions: ComparedVersions }
  | {
      readonly kind: 'summarize'
      readonly sources: SettingsFiles
      readonly modules: readonly OverlaySubject[]
    }
  | { readonly kind: 'draft'; readonly subject: Sealed<DraftSubject> }
  | { readonly kind: 'check'; readonly subject: Sealed<DraftSubject> }
  | { readonly kind: 'body'; readonly subject: Sealed<DraftSubject>; readonly review: ReviewedTexts }
  | { readonly kind: 'merge'; readonly subject: Sealed<DraftSubject>; readonly versions: ThreeVersions }

/** Its result. */
export type ForeignResult =
  | { readonly kind: 'read'; readonly modules: readonly PackedModule[] }
  | { readonly kind: 'compare'; readonly changes: readonly ModuleChange[] }
  | { readonly kind: 'summarize'; readonly summary: Pick<SettingsSummary, 'diagnostics' | 'broken'> }
  | { readonly kind: 'draft'; readonly drafted: DraftedTexts }
  | { readonly kind: 'check'; readonly checked: CheckedDraft }
  | { readonly kind: 'body'; readonly body: string }
  | { readonly kind: 'merge'; readonly merged: MergedTexts }

export type ResultOf<Task extends ForeignTask> = Extract<ForeignResult, { readonly kind: Task['kind'] }>
