import type { ImportConfiguration } from '@groundplan/importer'
import type { WebhookHost, WebhookRegistration } from '@groundplan/scm'
import type { DashboardPlace } from './dashboard/put-dashboard.ts'

/** What the configuration says of the hosts, beside what imports go by. */
export interface SyncConfiguration extends ImportConfiguration {
  /** Where people see what waits and what failed; absent if they don't want to. */
  readonly dashboard?: DashboardPlace | undefined
  /** Milliseconds between two imports of what is configured; imports only start on request if absent. */
  readonly pollInterval?: number | undefined
  /** Where hosts send webhooks; none are registered if absent. */
  readonly webhooks?: WebhookTargets | undefined
}

export interface WebhookTargets {
  /** For the blueprint repository. */
  readonly review: (WebhookTarget & { readonly host: WebhookHost }) | undefined
  /** For repositories of the host with this name in the configuration. */
  findSource(host: string): WebhookTarget | undefined
}

export type WebhookTarget = Pick<WebhookRegistration, 'url' | 'secret'>
