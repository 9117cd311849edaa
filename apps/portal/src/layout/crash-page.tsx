import { Button } from '@mantine/core'
import { EmptyState } from './empty-state.tsx'
import { isOutdatedBuild } from './is-outdated-build.ts'
import { Page } from './page.tsx'

/** Stands in for a page that failed to load or to draw itself. */
export function CrashPage({ error }: { readonly error: unknown }) {
  const reload = <Button onClick={() => window.location.reload()}>Reload</Button>
  if (isOutdatedBuild(error)) {
    return (
      <Page title="Reload to continue">
        <EmptyState title="This page couldn’t be loaded" actions={reload}>
          Groundplan was updated since you opened it, or the server can’t be reached.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page title="This page can’t be shown">
      <EmptyState title="Something went wrong" actions={reload}>
        {error instanceof Error ? error.message : 'The cause is unknown.'}
      </EmptyState>
    </Page>
  )
}
