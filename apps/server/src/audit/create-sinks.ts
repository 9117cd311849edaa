import { SyslogSink, WebhookSink } from '@groundplan/event-delivery'
import type { EventSink } from '@groundplan/events'
import { readNetwork, readRequestAuthorities } from '@groundplan/http'
import { readEnvironment } from '@groundplan/process'
import type { AuditConfig } from './audit-config.ts'

/** Where events are sent to, as the server is configured. */
export function createSinks(
  { webhook, syslog }: AuditConfig,
  now: () => Date,
  environment = readEnvironment(),
): readonly EventSink[] {
  const authorities = readRequestAuthorities(environment)
  const network = readNetwork(environment)
  return [
    ...(webhook === undefined ? [] : [new WebhookSink({ ...webhook, network, now })]),
    ...(syslog === undefined ? [] : [new SyslogSink({ ...syslog, authorities })]),
  ]
}
