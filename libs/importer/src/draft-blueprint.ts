import { digestChanges } from '@groundplan/change-set'
import { blueprintPaths, type Declaration, type ProposalDraft } from '@groundplan/proposal'
import type { TerraformModule } from '@groundplan/terraform-module'
import type {
  BlueprintDrafter,
  CheckedDraft,
  DraftedTexts,
  DraftSubject,
} from './drafting/blueprint-drafter.ts'
import { SettingsCollector } from './drafting/draft-origin.ts'
import { InProcessDrafter } from './drafting/in-process-drafter.ts'
import type { PlannedTexts } from './drafting/plan-renderer.ts'

export interface DraftedBlueprint extends Pick<DraftedTexts, 'diagnostics' | 'applied'> {
  /** Absent if the settings do not fit the module. */
  readonly draft: ProposalDraft | undefined
}

export interface DraftOptions extends Pick<ProposalDraft, 'branch' | 'policy'> {
  /** Writes it; in this process if absent. */
  readonly drafter?: BlueprintDrafter | undefined
  /** True if reviews are requested from the code owners. */
  readonly askOwners?: boolean | undefined
  /** Collects the settings for the plan; alone if absent. */
  readonly collector?: SettingsCollector | undefined
  readonly signal: AbortSignal
}

/**
 * Writes what a module's proposal would bring: the blueprint and its README, as the settings have them. Same module and settings,
 * same bytes.
 */
export async function draftBlueprint(
  subject: DraftSubject,
  {
    branch,
    policy,
    askOwners = false,
    drafter = new InProcessDrafter(),
    collector = new SettingsCollector(),
    signal,
  }: DraftOptions,
): Promise<DraftedBlueprint> {
  const { name, source } = subject
  const { texts, titles, newBody, reviewers, diagnostics, applied } = await drafter.draft(subject, signal)
  if (texts === undefined) return { draft: undefined, diagnostics, applied }
  const paths = blueprintPaths(name)
  const changes = [
    { kind: 'write', path: paths.readme, content: texts.readme },
    { kind: 'write', path: paths.blueprint, content: texts.blueprint },
  ] as const
  const origin: PlannedTexts = { subject: collector.toOrigin(subject), newBody }
  const draft: ProposalDraft = {
    ...{ blueprint: name, branch, policy, reviewers: askOwners ? reviewers : [], source, changes },
    contentId: await digestChanges(changes),
    ...{ titles, origin },
    declarations: listDeclarations(subject.module),
  }
  return { draft, diagnostics, applied }
}

/** What `draftBlueprint` finds, for those who do not need the files. All of that is about the settings. */
export async function checkBlueprint(
  subject: DraftSubject,
  { drafter = new InProcessDrafter(), signal }: Pick<DraftOptions, 'drafter' | 'signal'>,
): Promise<CheckedDraft> {
  const hasSettings = subject.settings.some(({ files }) => files.size > 0)
  if (!hasSettings) return { isWritten: true, diagnostics: [], applied: [] }
  return drafter.check(subject, signal)
}

function listDeclarations({ variables, outputs }: DraftSubject['module']): readonly Declaration[] {
  const declare =
    (kind: Declaration['kind']) =>
    ({
      name,
      position: { file, line = 1 },
    }: Pick<TerraformModule['variables'][number], 'name' | 'position'>) => ({
      ...{ kind, name, file, line },
    })
  return [...variables.map(declare('variable')), ...outputs.map(declare('output'))]
}
