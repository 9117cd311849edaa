import { EmptyState } from '../layout/empty-state.tsx'
import { Page } from '../layout/page.tsx'
import { RouterButton } from '../layout/router-links.tsx'
import { useSession } from '../session/session.ts'

export interface NoPermissionProps {
  /** What the page would show. */
  readonly title: string
  /** The permission that it needs. */
  readonly needs?: string
}

/** Stands where a page would be that whoever looks may not see. */
export function NoPermission({ title, needs }: NoPermissionProps) {
  const { user } = useSession()
  return (
    <Page title={title}>
      <EmptyState
        title="You don’t have access to this page"
        actions={
          <RouterButton to="/catalog" variant="default">
            Go to the catalog
          </RouterButton>
        }
      >
        {needs === undefined ? (
          'None of your roles permits you to see settings. '
        ) : (
          <>
            It requires the permission <code>{needs}</code>.{' '}
          </>
        )}
        {user !== undefined && `You are signed in as ${user}. `}
        Ask an administrator for a role that has it.
      </EmptyState>
    </Page>
  )
}
