import { printBlueprint } from '@groundplan/blueprint'
import {
  generateBlueprint,
  renderProposalBody,
  renderProposalTitle,
  renderReadme,
  toModuleView,
} from '@groundplan/blueprint-generator'
import { digestChanges, type ChangeSet } from '@groundplan/change-set'
import type { ProposalDraft, ProposalSource } from '@groundplan/proposal'
import type { TerraformModule } from '@groundplan/terraform-module'
import { mergeFiles } from './merge-files.ts'

/** Writes what a module's proposal would bring: the blueprint and its README. Same module, same bytes. */
export async function draftBlueprint(
  module: TerraformModule,
  name: string,
  source: ProposalSource,
): Promise<ProposalDraft> {
  const blueprint = generateBlueprint(module, name, source)
  const view = toModuleView(module, blueprint, source)
  const changes: ChangeSet = [
    { kind: 'write', path: `blueprints/${name}.md`, content: renderReadme(view) },
    { kind: 'write', path: `blueprints/${name}.yaml`, content: printBlueprint(blueprint) },
  ]
  return {
    blueprint: name,
    contentId: await digestChanges(changes),
    changes,
    source,
    merge: mergeFiles,
    title: (kind) => renderProposalTitle({ name, kind }),
    body: ({ kind, conflicts }) => renderProposalBody({ ...view, name, kind, conflicts }),
  }
}
