import { ConflictError } from '@groundplan/errors'
import type { ProposalSource } from '@groundplan/proposal'
import type { RepositoryOutcome } from '../import-report.ts'
import type { ReadRepositoryResult } from './read-repository-result.ts'

/** What was read, with what is told of it. */
interface Readings {
  readonly read: readonly ReadRepositoryResult[]
  readonly repositories: readonly RepositoryOutcome[]
}

/** Another import may have brought a repository of the same name while this one was reading: the name means that one from then on. */
export function refuseTakenNames(
  { read, known, repositories }: Readings & { readonly known: readonly ProposalSource[] },
  current: readonly ProposalSource[],
): Readings {
  const wasKnown = new Set(known.map(({ store }) => store))
  const taken = new Map<string, string>()
  for (const { snapshot } of read) {
    const { name, address } = snapshot
    const own = current.filter(({ store }) => store === name)
    const [other] = own
    if (other !== undefined && !wasKnown.has(name) && !own.some((source) => source.address === address))
      taken.set(address, other.address)
  }
  if (taken.size === 0) return { read, repositories }
  return {
    read: read.filter(({ snapshot }) => !taken.has(snapshot.address)),
    repositories: repositories.map((outcome) => {
      const other = outcome.status === 'read' ? taken.get(outcome.address) : undefined
      if (other === undefined || outcome.status !== 'read') return outcome
      const { address, name } = outcome
      const { code, message, hint } = new ConflictError(
        `${address} and ${other} are both called "${name}".`,
        {
          hint: 'Rename one of them. Names must be unique.',
        },
      )
      return { status: 'failed', address, code, message, hint }
    }),
  }
}
