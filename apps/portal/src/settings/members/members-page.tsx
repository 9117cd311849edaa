import type { MemberView } from '@groundplan/api-client'
import { Alert, Button, Stack } from '@mantine/core'
import { IconPlus } from '../../icons/icons.ts'
import { useMay, useMayEverywhere, useSession } from '../../session/session.ts'
import { useDialog } from '../dialogs/use-dialog.ts'
import { SettingsPage } from '../settings-page.tsx'
import { AddMemberDialog } from './add-member-dialog.tsx'
import { ChangeRoleDialog } from './change-role-dialog.tsx'
import { MemberPanel } from './member-panel.tsx'
import { RemoveMemberDialog } from './remove-member-dialog.tsx'

/** Which people and groups have which role. */
export function MembersPage() {
  const mayManage = useMay('members.manage')
  const mayManageEverywhere = useMayEverywhere('members.manage')
  const maySeeEverywhere = useMayEverywhere('members.read')
  const adding = useDialog<undefined>()
  const changing = useDialog<MemberView>()
  const removing = useDialog<MemberView>()
  const acts = { onChange: changing.open, onRemove: removing.open }
  return (
    <SettingsPage
      needs="members.read"
      title="Members"
      lead="Who has which role. Names are those of your identity provider."
      actions={
        mayManage && (
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => adding.open(undefined)}>
            Add member
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <NobodySignsIn />
        <MemberPanel everywhere={false} acts={mayManage ? acts : undefined} />
        {maySeeEverywhere && <MemberPanel everywhere acts={mayManageEverywhere ? acts : undefined} />}
      </Stack>
      <AddMemberDialog opened={adding.opened} onClose={adding.close} />
      <ChangeRoleDialog dialog={changing} />
      <RemoveMemberDialog dialog={removing} />
    </SettingsPage>
  )
}

function NobodySignsIn() {
  const { signIn } = useSession()
  if (signIn === 'oidc') return null
  return (
    <Alert color="ink" title="This server has one administrator">
      Members count once people sign in with an identity provider: set <code>GROUNDPLAN_OIDC_ISSUER</code>.
      You can add them before that.
    </Alert>
  )
}
