import type { ChangeKind, ChangeSubject } from '@groundplan/scm'
import type { Proposal } from './proposal.ts'

type Subject = Pick<Proposal, 'blueprint'> & { readonly source: Pick<Proposal['source'], 'store'> }

/** What a commit or pull request with these proposals or drafts is about. */
export function changeSubject(kind: ChangeKind, subjects: readonly Subject[]): ChangeSubject {
  const [first, ...others] = subjects
  const isOneRepository = others.every(({ source }) => source.store === first?.source.store)
  return {
    kind,
    blueprint: others.length === 0 ? first?.blueprint : undefined,
    repository: isOneRepository ? first?.source.store : undefined,
  }
}
