import type { CredentialView } from '@groundplan/api-client'
import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconPlus } from '../../icons/icons.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { useMay } from '../../session/session.ts'
import { useDialog } from '../dialogs/use-dialog.ts'
import { SettingsPage } from '../settings-page.tsx'
import { CredentialCard } from './credential-card.tsx'
import { CredentialDialog } from './credential-dialog.tsx'
import { IssuerPanel } from './issuer-panel.tsx'
import { RemoveCredentialDialog } from './remove-credential-dialog.tsx'

/** How runs of the space sign in to cloud accounts. */
export function CredentialsPage() {
  const trpc = useTRPC()
  const query = useQuery(trpc.credentials.list.queryOptions())
  const mayManage = useMay('credentials.manage')
  const editing = useDialog<CredentialView | 'new'>()
  const removing = useDialog<CredentialView>()
  const acts = { onReplace: editing.open, onRemove: removing.open }
  return (
    <SettingsPage
      needs="credentials.read"
      title="Cloud credentials"
      lead="How runs sign in to AWS. Prefer web identity: it stores no secret."
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => editing.open('new')}>
            Add credential
          </Button>
        )
      }
    >
      <QueryState query={query}>
        {({ items, issuer }) => (
          <Stack gap="lg">
            {items.length === 0 ? (
              <EmptyState title="No cloud credentials yet">
                A run needs one to create anything in an AWS account.
              </EmptyState>
            ) : (
              items.map((credential) => (
                <CredentialCard
                  key={credential.name}
                  credential={credential}
                  acts={mayManage ? acts : undefined}
                />
              ))
            )}
            <IssuerPanel issuer={issuer} />
          </Stack>
        )}
      </QueryState>
      <CredentialDialog dialog={editing} />
      <RemoveCredentialDialog dialog={removing} />
    </SettingsPage>
  )
}
