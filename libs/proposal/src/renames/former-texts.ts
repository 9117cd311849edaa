import type { ReviewRepository } from '@groundplan/scm'
import { blueprintPaths, readTextsAt, type FileTexts } from '../file-texts.ts'
import type { ProposalSource } from '../proposal.ts'
import { findOnlyIn } from './find-only-in.ts'

interface RenamedPart {
  readonly draft: { readonly blueprint: string; readonly source: ProposalSource }
  readonly formerSources?: readonly ProposalSource[] | undefined
}

interface Moments {
  readonly commit: string
  /** The commit that people have made of it. */
  readonly now: string
}

/** What a blueprint was called at an earlier commit, if people have renamed its file since; `undefined` if they have not. */
export async function findFormerName(
  { draft: { blueprint, source }, formerSources = [] }: RenamedPart,
  { commit, now }: Moments,
  repository: Pick<ReviewRepository, 'readEntries' | 'listEntries' | 'readTexts'>,
): Promise<string | undefined> {
  const path = blueprintPaths(blueprint).blueprint
  if ((await repository.readEntries(commit, [path])).length > 0) return undefined
  return findOnlyIn({ has: commit, lacks: now }, [source, ...formerSources], repository)
}

/** The files of a blueprint at a commit at which it had another name, under its present paths. */
export async function readFormerTexts(
  commit: string,
  name: string,
  blueprint: string,
  repository: ReviewRepository,
): Promise<FileTexts> {
  const [former, now] = [blueprintPaths(name), blueprintPaths(blueprint)]
  const texts = await readTextsAt(commit, Object.values(former), repository)
  const present = new Map([
    [former.blueprint, now.blueprint],
    [former.readme, now.readme],
  ])
  return new Map([...texts].map(([path, text]) => [present.get(path) ?? path, text]))
}
