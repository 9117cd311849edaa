import {
  changelogLines,
  diffBlueprints,
  parseBlueprint,
  printBlueprint,
  type Blueprint,
} from '@groundplan/blueprint'
import { writeBlueprint, type WriteOptions, type WrittenBlueprint } from '@groundplan/blueprint-generator'
import { digestChanges, type ChangeSet } from '@groundplan/change-set'
import { blueprintPaths, type FileTexts, type ProposalDraft, type ProposalSource } from '@groundplan/proposal'
import type { TerraformModule } from '@groundplan/terraform-module'
import { mergeFiles } from './merge-files.ts'

export interface DraftedBlueprint extends Pick<WrittenBlueprint, 'diagnostics' | 'applied'> {
  /** Absent if the settings do not fit the module. */
  readonly draft: ProposalDraft | undefined
}

export interface DraftOptions extends WriteOptions, Pick<ProposalDraft, 'branch' | 'policy' | 'reviewers'> {}

/**
 * Writes what a module's proposal would bring: the blueprint and its README, as the settings have them. Same module and settings,
 * same bytes.
 */
export async function draftBlueprint(
  module: TerraformModule,
  name: string,
  source: ProposalSource,
  { branch, policy, reviewers, ...options }: DraftOptions,
): Promise<DraftedBlueprint> {
  const { written, ...told } = writeBlueprint(module, name, source, options)
  if (written === undefined) return { draft: undefined, ...told }
  const paths = blueprintPaths(name)
  const text = printBlueprint(written.blueprint)
  const changes: ChangeSet = [
    { kind: 'write', path: paths.readme, content: written.readme },
    { kind: 'write', path: paths.blueprint, content: text },
  ]
  /** What is said of the blueprint as it is in these files: as generated, or with people's edits. */
  const describe = (texts: FileTexts) => {
    const edited = texts.get(paths.blueprint) === text ? undefined : readBlueprint(paths.blueprint, texts)
    return edited === undefined ? written : written.describing(edited)
  }
  const draft: ProposalDraft = {
    ...{ blueprint: name, branch, policy, reviewers },
    contentId: await digestChanges(changes),
    changes,
    source,
    merge: (versions) => mergeFiles(versions, (texts) => new Map([[paths.readme, describe(texts).readme]])),
    title: written.title,
    body: ({ kind, published, proposed, conflicts }) => {
      const [before, after] = [published, proposed].map((texts) => readBlueprint(paths.blueprint, texts))
      return describe(proposed).body({ kind, conflicts, changes: listChanges(before, after) })
    },
  }
  return { draft, ...told }
}

function readBlueprint(path: string, texts: FileTexts): Blueprint | undefined {
  const text = texts.get(path)
  return text === undefined ? undefined : parseBlueprint(path, text).blueprint
}

/** What changes for those who use the blueprint; nothing where it is new, or one of the two cannot be read. */
function listChanges(before: Blueprint | undefined, after: Blueprint | undefined): readonly string[] {
  return before === undefined || after === undefined ? [] : changelogLines(diffBlueprints(before, after))
}
