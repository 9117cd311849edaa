import { changelogLines, diffBlueprints, parseBlueprint, printBlueprint } from '@groundplan/blueprint'
import { writeBlueprint, type WriteOptions, type WrittenBlueprint } from '@groundplan/blueprint-generator'
import { digestChanges, type ChangeSet } from '@groundplan/change-set'
import type { ProposalDraft, ProposalSource } from '@groundplan/proposal'
import type { TerraformModule } from '@groundplan/terraform-module'
import { mergeFiles } from './merge-files.ts'

export interface DraftedBlueprint extends Pick<WrittenBlueprint, 'diagnostics' | 'applied'> {
  /** Absent if the settings do not fit the module. */
  readonly draft: ProposalDraft | undefined
}

/**
 * Writes what a module's proposal would bring: the blueprint and its README, as the settings have them. Same module and settings,
 * same bytes.
 */
export async function draftBlueprint(
  module: TerraformModule,
  name: string,
  source: ProposalSource,
  options: WriteOptions,
): Promise<DraftedBlueprint> {
  const { written, ...told } = writeBlueprint(module, name, source, options)
  if (written === undefined) return { draft: undefined, ...told }
  const changes: ChangeSet = [
    { kind: 'write', path: `blueprints/${name}.md`, content: written.readme },
    { kind: 'write', path: `blueprints/${name}.yaml`, content: printBlueprint(written.blueprint) },
  ]
  const draft: ProposalDraft = {
    blueprint: name,
    contentId: await digestChanges(changes),
    changes,
    source,
    merge: mergeFiles,
    title: written.title,
    body: ({ kind, published, proposed, conflicts }) =>
      written.body({ kind, conflicts, changes: listChanges(`blueprints/${name}.yaml`, published, proposed) }),
  }
  return { draft, ...told }
}

type Texts = ReadonlyMap<string, string>

/** What changes for those who use the blueprint; nothing where it is new, or one of the two cannot be read. */
function listChanges(path: string, published: Texts, proposed: Texts): readonly string[] {
  const [before, after] = [published, proposed].map((texts) => {
    const text = texts.get(path)
    return text === undefined ? undefined : parseBlueprint(path, text).blueprint
  })
  return before === undefined || after === undefined ? [] : changelogLines(diffBlueprints(before, after))
}
