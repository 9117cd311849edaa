import { diff3Merge } from 'node-diff3'

export interface TextVersions {
  readonly base: string
  readonly edited: string
  readonly generated: string
}

export interface MergedLines {
  readonly text: string
  /** True if both sides have changed the same place differently; then it is as it was edited. */
  readonly isConflict: boolean
}

/** Merges two successors of a text by their lines. */
export function mergeLines({ base, edited, generated }: TextVersions): MergedLines {
  const [ours, origin, theirs] = [edited, base, generated].map((text) => text.split('\n'))
  const regions = diff3Merge(ours ?? [], origin ?? [], theirs ?? [], { excludeFalseConflicts: true })
  const lines = regions.flatMap(({ ok, conflict }) => ok ?? conflict?.a ?? [])
  return { text: lines.join('\n'), isConflict: regions.some(({ conflict }) => conflict !== undefined) }
}
