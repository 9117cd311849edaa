import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session/session.ts'
import { NoPermission } from './no-permission.tsx'
import { settingsSections } from '../layout/settings-sections.ts'

/** Leads to the first page of the settings that whoever looks may see. */
export function SettingsIndex() {
  const { permissions = [] } = useSession()
  const first = settingsSections.find(({ needs }) => permissions.includes(needs))
  return first === undefined ? <NoPermission title="Settings" /> : <Navigate to={first.to} replace />
}
