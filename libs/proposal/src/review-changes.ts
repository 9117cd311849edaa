import {
  diffBlueprints,
  parseBlueprint,
  sortChanges,
  underRule,
  type Blueprint,
  type BlueprintChange,
} from '@groundplan/blueprint'
import type { ReviewRepository } from '@groundplan/scm'
import { readTextsAt } from './file-texts.ts'
import type { Proposal } from './proposal.ts'

/**
 * What approving an open proposal changes for those who use the blueprint, the gravest first: the default branch compared with
 * the branch's tip. Nothing for a new blueprint, nor where one of the two cannot be read: the catalog takes only what can be.
 */
export async function reviewChanges(
  { blueprint, kind }: Proposal,
  tip: string,
  repository: ReviewRepository,
): Promise<readonly BlueprintChange[]> {
  if (kind === 'new') return []
  const { commit } = await repository.readHead()
  const [published, proposed] = [
    await readBlueprintAt(commit, blueprint, repository),
    await readBlueprintAt(tip, blueprint, repository),
  ]
  if (published !== undefined && kind === 'retirement') return [blueprintRemoved]
  if (published === undefined || proposed === undefined) return []
  return sortChanges(diffBlueprints(published, proposed))
}

const blueprintRemoved: BlueprintChange = { kind: 'blueprint', ...underRule('blueprint-removed') }

async function readBlueprintAt(
  commit: string,
  name: string,
  repository: ReviewRepository,
): Promise<Blueprint | undefined> {
  const path = `blueprints/${name}.yaml`
  const text = (await readTextsAt(commit, [path], repository)).get(path)
  return text === undefined ? undefined : parseBlueprint(path, text).blueprint
}
