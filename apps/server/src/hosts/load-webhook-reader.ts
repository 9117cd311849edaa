import type { WebhookReader } from '@groundplan/scm'
import type { HostKind } from './create-host.ts'

/** The adapter that reads deliveries of this kind of host; loaded when it is first needed. */
export async function loadWebhookReader(kind: HostKind): Promise<WebhookReader> {
  switch (kind) {
    case 'github':
      return (await import('@groundplan/scm-github')).githubWebhookReader
    case 'bitbucket-cloud':
      return (await import('@groundplan/scm-bitbucket')).bitbucketCloudWebhookReader
    case 'bitbucket-data-center':
      return (await import('@groundplan/scm-bitbucket')).bitbucketDataCenterWebhookReader
  }
}
