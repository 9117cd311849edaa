import {
  diffWithCode,
  parseBlueprint,
  sortChanges,
  underRule,
  type Blueprint,
  type BlueprintChange,
  type CodeComparisons,
} from '@groundplan/blueprint'
import type { ReviewRepository } from '@groundplan/scm'
import { readTextsAt } from './file-texts.ts'
import type { Proposal } from './proposal.ts'

export interface ReviewDependencies {
  readonly repository: ReviewRepository
  readonly proposals: CodeComparisons
}

/**
 * What approving an open proposal changes for those who use the blueprint, the gravest first: the default branch compared with
 * the branch's tip. Nothing for a new blueprint, nor where one of the two cannot be read: the catalog takes only what can be.
 */
export async function reviewChanges(
  { blueprint, kind }: Proposal,
  tip: string,
  { repository, proposals }: ReviewDependencies,
): Promise<readonly BlueprintChange[]> {
  if (kind === 'new') return []
  const { commit } = await repository.readHead()
  const [published, proposed] = [
    await readBlueprintAt(commit, blueprint, repository),
    await readBlueprintAt(tip, blueprint, repository),
  ]
  if (published !== undefined && kind === 'retirement') return [blueprintRemoved]
  if (published === undefined || proposed === undefined) return []
  return sortChanges(await diffWithCode(published, proposed, proposals))
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
