import type { JobView } from '@groundplan/api-client'
import { RouterAnchor } from '../../layout/router-links.tsx'

const names: Readonly<Record<string, string>> = {
  'run-import': 'Import',
  'follow-host': 'Read changes of a host',
  'poll-hosts': 'Look for changes of hosts',
  'register-webhooks': 'Register webhooks',
  'sync-catalog': 'Update the catalog',
  tidy: 'Remove old records',
  'deliver-events': 'Send the audit log',
  'run-environment': 'Change an environment',
  'admit-runs': 'Choose the next runs',
}

/** What people call a job; one about an import leads to it. */
export function JobName({ kind, payload }: Pick<JobView, 'kind' | 'payload'>) {
  const number = numberOf(payload)
  if (kind === 'run-import' && number !== undefined) {
    return (
      <RouterAnchor to="/imports/$number" params={{ number: String(number) }}>
        Import #{number}
      </RouterAnchor>
    )
  }
  return names[kind] ?? <code>{kind}</code>
}

function numberOf(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null || !('number' in payload)) return undefined
  return typeof payload.number === 'number' ? payload.number : undefined
}
