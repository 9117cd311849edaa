import { Button, Center, Group, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { ErrorState } from '../api/error-state.tsx'
import { CopyTextButton } from '../layout/copy-text-button.tsx'
import { EmptyState } from '../layout/empty-state.tsx'
import { fetchSession, Session, signInAddress, signOut, useSession } from '../session/session.ts'

/** The portal for whoever has signed in; for others the way to do so. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const query = useQuery({ queryKey: ['session'], queryFn: fetchSession, refetchInterval: 60_000 })
  const { data } = query
  if (data === undefined) {
    return (
      <Place>
        {query.error === null ? (
          <Loader aria-label="Loading" />
        ) : (
          <ErrorState error={query.error} retrying={query.isFetching} onRetry={() => void query.refetch()} />
        )}
      </Place>
    )
  }
  if (data.user === undefined && data.signIn === 'oidc') return <SignInPage />
  if (data.user === undefined && data.signIn === 'local') return <LocalSignInPage />
  return <Session value={data}>{data.permissions?.length === 0 ? <NoAccessPage /> : children}</Session>
}

function SignInPage() {
  useTitle('Sign in')
  return (
    <Place>
      <EmptyState
        title="Sign in to Groundplan"
        order={1}
        actions={
          <Button component="a" href={signInAddress()}>
            Sign in
          </Button>
        }
      >
        You sign in on your company’s page, then return here.
      </EmptyState>
    </Place>
  )
}

/** Where the server is for one person: a link signs them in. */
function LocalSignInPage() {
  useTitle('Sign in')
  return (
    <Place>
      <EmptyState title="Sign in to Groundplan" order={1}>
        Open the link that the server printed when it started, or run this command for a new one:
        <Group component="span" gap="sm" justify="center" mt="md">
          <code>groundplan open</code>
          <CopyTextButton text="groundplan open" what="the command" />
        </Group>
      </EmptyState>
    </Place>
  )
}

function NoAccessPage() {
  useTitle('No access')
  const { user, groups = [] } = useSession()
  return (
    <Place>
      <EmptyState
        title="You have no access yet"
        order={1}
        actions={
          <Button variant="default" onClick={() => void signOut()}>
            Sign out
          </Button>
        }
      >
        You are signed in as {user}, without a role.{' '}
        {groups.length === 0
          ? 'Your sign-in names no groups. '
          : `Your groups: ${groups.slice(0, 20).join(', ')}${groups.length > 20 ? ', …' : ''}. `}
        Ask an administrator of Groundplan to give you or one of your groups a role.
      </EmptyState>
    </Place>
  )
}

function Place({ children }: { readonly children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      {children}
    </Center>
  )
}

function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Groundplan`
  }, [title])
}
