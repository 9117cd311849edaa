/** How many runs are under way at a time; each takes a worker's place. */
export interface RunLimits {
  readonly total: number
  readonly perSpace: number
}

export const defaultRunLimits: RunLimits = { total: 20, perSpace: 10 }

export interface QueuedRun {
  readonly id: string
  readonly spaceId: string
}

/**
 * The runs whose turn it is, in order: always one of the space that has the fewest under way, and of that the oldest, so that no space
 * waits for another one's backlog. `queued` has the oldest first; `underWay` names the space of each run that has a place.
 */
export function chooseAdmissions(
  queued: readonly QueuedRun[],
  underWay: readonly string[],
  { total, perSpace }: RunLimits,
): readonly QueuedRun[] {
  const counts = new Map<string, number>()
  for (const spaceId of underWay) counts.set(spaceId, (counts.get(spaceId) ?? 0) + 1)
  const bySpace = new Map<string, QueuedRun[]>()
  for (const run of queued) bySpace.set(run.spaceId, [...(bySpace.get(run.spaceId) ?? []), run])
  const chosen: QueuedRun[] = []
  while (underWay.length + chosen.length < total) {
    let spaceId: string | undefined
    for (const candidate of bySpace.keys()) {
      const count = counts.get(candidate) ?? 0
      if (count >= perSpace || bySpace.get(candidate)?.length === 0) continue
      if (spaceId === undefined || count < (counts.get(spaceId) ?? 0)) spaceId = candidate
    }
    const next = spaceId === undefined ? undefined : bySpace.get(spaceId)?.shift()
    if (next === undefined) break
    counts.set(next.spaceId, (counts.get(next.spaceId) ?? 0) + 1)
    chosen.push(next)
  }
  return chosen
}
