import { findServedPools } from '@groundplan/jobs'
import type { ApiContext } from '../api-context.ts'

/** Which workers there are for the runs of a space. */
export interface SpacePools {
  /** The pool that the space demands; `undefined` for the default pool. */
  readonly demanded: string | undefined
  /** Pools that living workers serve. */
  readonly served: ReadonlySet<string>
}

export async function readPools({
  spaces,
  workers,
  spaceId,
  now,
}: Pick<ApiContext, 'spaces' | 'workers' | 'spaceId' | 'now'>): Promise<SpacePools> {
  const [demanded, known] = await Promise.all([spaces.readPool(spaceId), workers.list()])
  return { demanded, served: findServedPools(known, now()) }
}

/** How long an answer about pools counts for those who watch, in milliseconds. */
const rememberedFor = 5_000

/** For somebody who asks again and again. */
export function createPoolReader(
  context: Pick<ApiContext, 'spaces' | 'workers' | 'spaceId' | 'now'>,
): () => Promise<SpacePools> {
  let [known, until]: [SpacePools | undefined, number] = [undefined, 0]
  return async () => {
    if (known !== undefined && performance.now() < until) return known
    ;[known, until] = [await readPools(context), performance.now() + rememberedFor]
    return known
  }
}

/** Another text whenever something else is known. */
export function printPools({ demanded = '', served }: SpacePools): string {
  return [demanded, ...[...served].toSorted()].join(' ')
}
