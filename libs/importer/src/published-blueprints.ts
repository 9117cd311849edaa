import { parseBlueprint, terraformGrains } from '@groundplan/blueprint'
import { blueprintNameOf } from '@groundplan/catalog'
import type { ProposalDraft } from '@groundplan/proposal'
import type { ReviewRepository } from '@groundplan/scm'
import type { ModuleOrigin } from './naming/name-blueprints.ts'
import type { Pace } from './pace.ts'

/** A blueprint's name, with the module that it belongs to if that is a single one. */
export type PublishedName = readonly [name: string, source: PublishedSource | undefined]

export interface PublishedSource extends ModuleOrigin {
  readonly commit?: string | undefined
  /** The blueprint's title. */
  readonly title?: string | undefined
}

/** The texts of all files under `blueprints/` at a commit, by path. */
export async function readPublished(
  repository: ReviewRepository,
  commit: string,
): Promise<ReadonlyMap<string, string>> {
  const entries = await repository.listEntries(commit)
  const files = entries.filter(({ kind, path }) => kind === 'file' && path.startsWith('blueprints/'))
  const texts = await repository.readTexts(files.map(({ blobId }) => blobId))
  return new Map(files.map(({ path, blobId }) => [path, texts.get(blobId) ?? '']))
}

/** Names in use in the blueprint repository. A composed blueprint belongs to no single module. */
export async function publishedNames(published: ReadonlyMap<string, string>, pace: Pace) {
  const names: PublishedName[] = []
  for (const [path, text] of published) {
    await pace()
    const name = blueprintNameOf(path)
    if (name === undefined) continue
    const { blueprint } = parseBlueprint(path, text)
    const grains = blueprint === undefined ? [] : terraformGrains(blueprint)
    const source = grains.length === 1 ? grains[0]?.[1].spec.source : undefined
    names.push([name, source && { ...source, title: blueprint?.metadata?.['display-name'] }])
  }
  return names
}

/** What the default branch has of the draft's files. */
export function comparePublished(
  draft: ProposalDraft,
  published: ReadonlyMap<string, string>,
): 'absent' | 'same' | 'different' {
  const texts = draft.changes.map((change) => published.get(change.path))
  if (texts.every((text) => text === undefined)) return 'absent'
  const same = draft.changes.every(
    (change, index) => change.kind === 'write' && change.content === texts[index],
  )
  return same ? 'same' : 'different'
}
