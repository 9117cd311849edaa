import { EmptyState } from './empty-state.tsx'
import { Page } from './page.tsx'
import { RouterButton } from './router-links.tsx'

/** Answers an address that the portal does not have. */
export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <EmptyState
        title="There is nothing at this address"
        actions={<RouterButton to="/catalog">Open the catalog</RouterButton>}
      >
        The link may be old or mistyped.
      </EmptyState>
    </Page>
  )
}
