import { Button } from '@mantine/core'
import { EmptyState } from './empty-state.tsx'
import { Page } from './page.tsx'

/** Stands in for a page that failed to load or to draw itself. */
export function CrashPage({ error }: { readonly error: unknown }) {
  return (
    <Page title="This page cannot be shown">
      <EmptyState
        title="Something in the portal failed"
        actions={<Button onClick={() => window.location.reload()}>Reload the page</Button>}
      >
        {error instanceof Error ? error.message : 'No more is known.'}
      </EmptyState>
    </Page>
  )
}
