import type { Permission } from '@groundplan/api-client'
import { Page, type PageProps } from '../layout/page.tsx'
import { useMay } from '../session/session.ts'
import { NoPermission } from './no-permission.tsx'
import { SettingsLayout } from './settings-layout.tsx'

export interface SettingsPageProps extends PageProps {
  readonly needs: Permission
}

/** A page of the settings, for those who have its permission. */
export function SettingsPage({ needs, ...page }: SettingsPageProps) {
  const isPermitted = useMay(needs)
  return (
    <SettingsLayout>
      {isPermitted ? (
        <Page documentTitle={`${page.title} · Settings`} {...page} />
      ) : (
        <NoPermission title={page.title} needs={needs} />
      )}
    </SettingsLayout>
  )
}
