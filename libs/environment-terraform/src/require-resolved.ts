import { InputError } from '@groundplan/errors'
import type { ResolvedGrain } from '@groundplan/terraform-root'

/** Throws InputError with everything that prevents the launch of a grain, for whoever launches it; where it is written is a detail. */
export function requireResolved({ problems }: Pick<ResolvedGrain, 'problems'>): void {
  if (problems.length === 0) return
  const unique = (texts: readonly string[]) => [...new Set(texts)].join(' ')
  throw new InputError(unique(problems.map(({ message }) => message)), {
    hint: unique(problems.map(({ hint }) => hint)),
    details: { places: problems.map(({ path }) => path.join('.')) },
  })
}
