import {
  IconActivity,
  IconCloud,
  IconHistory,
  IconKey,
  IconLock,
  IconShield,
  IconUsers,
} from '../icons/icons.ts'

/** The pages of the settings, each with the permission without which nobody sees it. */
export const settingsSections = [
  { to: '/settings/members', label: 'Members', Icon: IconUsers, needs: 'members.read' },
  { to: '/settings/roles', label: 'Roles', Icon: IconShield, needs: 'members.read' },
  { to: '/settings/tokens', label: 'API tokens', Icon: IconKey, needs: 'tokens.manage' },
  { to: '/settings/credentials', label: 'Cloud credentials', Icon: IconCloud, needs: 'credentials.read' },
  { to: '/settings/secrets', label: 'Secrets', Icon: IconLock, needs: 'secrets.read' },
  { to: '/settings/audit', label: 'Audit log', Icon: IconHistory, needs: 'audit.read' },
  { to: '/settings/jobs', label: 'Workers and jobs', Icon: IconActivity, needs: 'jobs.read' },
] as const
