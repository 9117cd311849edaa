import { skipToken, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'
import { EmptyState } from '../layout/empty-state.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { useMay } from '../session/session.ts'

/** A catalog without entries, and where the first one comes from. */
export function EmptyCatalog() {
  const trpc = useTRPC()
  const [mayReview, mayImport] = [useMay('proposals.read'), useMay('imports.run')]
  const open = useQuery(trpc.proposals.count.queryOptions(mayReview ? { status: 'open' } : skipToken))
  const waiting = open.data?.count ?? 0
  if (waiting > 0) {
    return (
      <EmptyState
        title="No approved blueprints yet"
        actions={<RouterButton to="/proposals">Review proposals</RouterButton>}
      >
        {waiting === 1 ? '1 proposal is' : `${waiting} proposals are`} waiting for review. Approved blueprints
        appear here.
      </EmptyState>
    )
  }
  if (!mayImport)
    return (
      <EmptyState title="The catalog is empty">
        Blueprints appear here once they are approved and published to this space.
      </EmptyState>
    )
  return (
    <EmptyState
      title="The catalog is empty"
      actions={<RouterButton to="/imports">Import repositories</RouterButton>}
    >
      Import your Terraform repositories. Each module becomes a proposal; approve it to add its blueprint
      here.
    </EmptyState>
  )
}

/** Nothing in the catalog fits the search. */
export function NoMatches() {
  return (
    <EmptyState
      title="No blueprints match"
      actions={
        <RouterButton to="/catalog" search={{}} variant="default">
          Clear search and filters
        </RouterButton>
      }
    >
      Try fewer words or filters.
    </EmptyState>
  )
}
