import type { HostUrls } from '../http/host-state.ts'
import type { Hook, Repository } from '../model/repository.ts'
import type { WebhookDelivery } from '../model/webhook-delivery.ts'
import { printTime } from './format.ts'
import { repositoryUrl } from './repository-view.ts'

/** `hook` of GitHub's description; never with the secret. */
export function viewHook(hook: Hook, repository: Repository, urls: HostUrls) {
  const url = `${repositoryUrl(repository, urls)}/hooks/${hook.id}`
  return {
    type: 'Repository',
    id: hook.id,
    name: 'web',
    active: hook.active,
    events: [...hook.events],
    config: {
      url: hook.url,
      content_type: hook.contentType,
      insecure_ssl: '0',
      ...(hook.secret === undefined ? {} : { secret: '********' }),
    },
    created_at: printTime(hook.createdAt),
    updated_at: printTime(hook.updatedAt),
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: 'unused', message: null },
  }
}

/** `hook-delivery-item`. */
export function viewDelivery(delivery: WebhookDelivery) {
  const { id, guid, redelivery, event, repositoryId, status, at } = delivery
  return {
    id,
    guid,
    delivered_at: printTime(at),
    redelivery,
    duration: 0.1,
    status: status >= 200 && status < 300 ? 'OK' : 'Invalid HTTP Response',
    status_code: status,
    event,
    action: delivery.action ?? null,
    installation_id: null,
    repository_id: repositoryId,
    throttled_at: null,
  }
}

/** `hook-delivery`: with what was sent. */
export function viewFullDelivery(delivery: WebhookDelivery) {
  return {
    ...viewDelivery(delivery),
    url: delivery.url,
    request: { headers: delivery.headers, payload: delivery.payload },
    response: { headers: {}, payload: '' },
  }
}
