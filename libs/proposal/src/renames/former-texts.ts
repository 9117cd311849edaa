import type { ReviewRepository } from '@groundplan/scm'
import { blueprintPaths, readTextsAt, type FileTexts } from '../file-texts.ts'
import type { ProposalSource } from '../proposal.ts'
import { findOnlyIn } from './find-only-in.ts'

interface RenamedPart {
  readonly draft: { readonly blueprint: string; readonly source: ProposalSource }
  /** The modules that earlier versions were made from. */
  readonly formerSources?: readonly ProposalSource[] | undefined
}

/** The files of a blueprint at two moments, under its present paths. */
export interface BothTexts {
  readonly before: FileTexts
  readonly after: FileTexts
  /** What it was called before, if people have renamed its file since. */
  readonly former?: string | undefined
}

/** Reads a blueprint as it was generated at a commit, and as people have it at a later one, wherever its files lie. */
export async function readBothTexts(
  { draft: { blueprint, source }, formerSources = [] }: RenamedPart,
  { from, to }: { readonly from: string; readonly to: string },
  repository: ReviewRepository,
): Promise<BothTexts> {
  const present = blueprintPaths(blueprint)
  const read = (commit: string) => readTextsAt(commit, Object.values(present), repository)
  const [before, after] = [await read(from), await read(to)]
  if (before.has(present.blueprint)) return { before, after }
  const sources = [source, ...formerSources]
  const former = await findOnlyIn({ has: from, lacks: to }, sources, repository)
  if (former === undefined) return { before, after }
  const readFormer = async (commit: string) => {
    const paths = blueprintPaths(former)
    const texts = await readTextsAt(commit, Object.values(paths), repository)
    return (['blueprint', 'readme'] as const).flatMap((file) => {
      const text = texts.get(paths[file])
      return text === undefined ? [] : [[present[file], text] as const]
    })
  }
  // People may have left the README where it was.
  return {
    before: new Map([...(await readFormer(from)), ...before]),
    after: new Map([...(await readFormer(to)), ...after]),
    former,
  }
}
