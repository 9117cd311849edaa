import type { OverlaySubject, SettingsFiles } from '@groundplan/blueprint-generator'
import type {
  BlueprintDrafter,
  CheckedDraft,
  DraftedTexts,
  DraftSubject,
  SettingsSummary,
} from '@groundplan/importer'
import type { MergedTexts, ReviewedTexts, ThreeVersions } from '@groundplan/proposal'
import { seal } from '@groundplan/terraform-type'
import type { ForeignProcesses } from './foreign-processes.ts'

/** Writes blueprints in other processes. */
export class ProcessDrafter implements BlueprintDrafter {
  readonly #processes: ForeignProcesses

  constructor(processes: ForeignProcesses) {
    this.#processes = processes
  }

  async summarize(
    sources: SettingsFiles,
    modules: readonly OverlaySubject[],
    signal: AbortSignal,
  ): Promise<SettingsSummary> {
    if (sources.files.size === 0) return { sources, diagnostics: [], broken: [] }
    const options = { subject: "Reading the repository's settings", signal }
    const { summary } = await this.#processes.run({ kind: 'summarize', sources, modules }, options)
    return { sources, ...summary }
  }

  async draft(subject: DraftSubject, signal: AbortSignal): Promise<DraftedTexts> {
    const { drafted } = await this.#processes.run(
      { kind: 'draft', subject: seal(subject) },
      { subject: 'Writing this blueprint', signal },
    )
    return drafted
  }

  async check(subject: DraftSubject, signal: AbortSignal): Promise<CheckedDraft> {
    const { checked } = await this.#processes.run(
      { kind: 'check', subject: seal(subject) },
      { subject: 'Writing this blueprint', signal },
    )
    return checked
  }

  async writeBody(subject: DraftSubject, review: ReviewedTexts, signal: AbortSignal): Promise<string> {
    const { body } = await this.#processes.run(
      { kind: 'body', subject: seal(subject), review },
      { subject: `Describing the blueprint ${subject.name}`, signal },
    )
    return body
  }

  async merge(subject: DraftSubject, versions: ThreeVersions, signal: AbortSignal): Promise<MergedTexts> {
    const { merged } = await this.#processes.run(
      { kind: 'merge', subject: seal(subject), versions },
      { subject: `Merging the blueprint ${subject.name}`, signal },
    )
    return merged
  }
}
