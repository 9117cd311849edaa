import type { CatalogDetails } from '@groundplan/catalog'
import type { LaunchRecord } from '@groundplan/importer'
import type { ApiContext } from '../api-context.ts'

export type LaunchVerdict = LaunchRecord['verdict']

/** Whether a blueprint can be launched, as far as imports have read its modules. */
export interface BlueprintLaunch {
  readonly verdict: LaunchVerdict
  /** Most severe first. */
  readonly reasons: readonly string[]
}

/** From the best to the worst. */
const verdicts: readonly LaunchVerdict[] = ['launchable', 'needs-settings', 'not-launchable']

const effects: readonly LaunchRecord['reasons'][number]['effect'][] = ['prevents', 'requires', 'mentions']

type Sources = CatalogDetails['sources']

/** Looks up whether blueprints can be launched, by name. Those of which too little is known are left out. */
export async function findLaunches<Name>(
  sources: ReadonlyMap<Name, Sources>,
  { launches }: Pick<ApiContext, 'launches'>,
): Promise<ReadonlyMap<Name, BlueprintLaunch>> {
  const revisions = [...sources.values()].flat().flatMap(toRevision)
  if (launches === undefined || revisions.length === 0) return new Map()
  const records = new Map((await launches.find(revisions)).map((record) => [keyOf(record), record]))
  return new Map(
    [...sources].flatMap(([name, own]) => {
      const launch = combine(own, (revision) => records.get(keyOf(revision)))
      return launch === undefined ? [] : [[name, launch] as const]
    }),
  )
}

interface Revision {
  readonly path: string
  readonly commit: string
}

function toRevision({ path, commit }: Sources[number]): readonly Revision[] {
  return commit === undefined ? [] : [{ path: path ?? '.', commit }]
}

function keyOf({ path, commit }: Revision): string {
  return `${commit} ${path}`
}

/** A blueprint is as launchable as the least of its modules. With an unknown one it may only be worse than the others are. */
function combine(
  sources: Sources,
  find: (revision: Revision) => LaunchRecord | undefined,
): BlueprintLaunch | undefined {
  const found = sources.map((source) => ({ source, record: toRevision(source).map(find)[0] }))
  const known = found.flatMap(({ source, record }) => (record === undefined ? [] : [{ source, record }]))
  const verdict = verdicts.findLast((each) => known.some(({ record }) => record.verdict === each))
  if (verdict === undefined) return undefined
  if (known.length < found.length && verdict !== 'not-launchable') return undefined
  const reasons = known
    .flatMap(({ source, record }) =>
      record.reasons.map(({ effect, message }) => ({
        effect,
        text: sources.length === 1 ? message : `${source.grain}: ${message}`,
      })),
    )
    .toSorted((left, right) => effects.indexOf(left.effect) - effects.indexOf(right.effect))
  return { verdict, reasons: reasons.map(({ text }) => text) }
}
