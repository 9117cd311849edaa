import type { ApiTokenView } from '@groundplan/api-client'
import { Button } from '@mantine/core'
import { IconPlus } from '../../icons/icons.ts'
import { useDialog } from '../dialogs/use-dialog.ts'
import { SettingsPage } from '../settings-page.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { RevokeTokenDialog } from './revoke-token-dialog.tsx'
import { RotateTokenDialog } from './rotate-token-dialog.tsx'
import { TokenPanel } from './token-panel.tsx'

/** Tokens with which programs call the API. */
export function TokensPage() {
  const creating = useDialog<undefined>()
  const rotating = useDialog<ApiTokenView>()
  const revoking = useDialog<ApiTokenView>()
  return (
    <SettingsPage
      needs="tokens.manage"
      title="API tokens"
      lead="How programs such as pipelines sign in. Give each its own token."
      actions={
        <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => creating.open(undefined)}>
          New token
        </Button>
      }
    >
      <TokenPanel onRotate={rotating.open} onRevoke={revoking.open} />
      <CreateTokenDialog opened={creating.opened} onClose={creating.close} />
      <RotateTokenDialog dialog={rotating} />
      <RevokeTokenDialog dialog={revoking} />
    </SettingsPage>
  )
}
