import { randomUUID } from 'node:crypto'
import type { DescriptionChecker } from '../check/description-checker.ts'
import type { Dialect, WebhookMessage } from '../http/dialect.ts'
import type { HostUrls } from '../http/host-state.ts'
import type { ForgeEvent } from '../model/forge-event.ts'
import type { HostKind } from '../model/host-kind.ts'
import type { Hook } from '../model/repository.ts'
import type { ForgeWebhooks, WebhookDelivery } from '../model/webhook-delivery.ts'
import type { World } from '../model/world.ts'
import { postDelivery } from './post-delivery.ts'

export interface WebhookHost {
  readonly dialect: Dialect
  readonly checker: DescriptionChecker
  readonly urls: () => HostUrls
}

/** Tells webhooks what happens, in their host's words: one after the other to each hook, and without anybody waiting. */
export class WebhookDeliveries implements ForgeWebhooks {
  readonly deliveries: WebhookDelivery[] = []
  readonly #world: World
  readonly #hosts: ReadonlyMap<HostKind, WebhookHost>
  readonly #queues = new Map<number, Promise<void>>()

  constructor(world: World, hosts: ReadonlyMap<HostKind, WebhookHost>) {
    this.#world = world
    this.#hosts = hosts
    world.onEvent((event) => this.#tell(event))
  }

  async redeliver(id: number): Promise<void> {
    const delivery = this.deliveries.find((each) => each.id === id)
    if (delivery === undefined) return
    this.#queue(delivery.hookId, () => this.#post({ ...delivery, redelivery: true }))
    await this.settle()
  }

  async settle(): Promise<void> {
    while (this.#queues.size > 0) await Promise.all(this.#queues.values())
  }

  #tell(event: ForgeEvent): void {
    const hooks = event.kind === 'ping' ? [event.hook] : event.repository.hooks
    for (const hook of hooks) {
      const host = this.#hosts.get(hook.host)
      if (host === undefined || !(hook.active || event.kind === 'ping')) continue
      // Rendered now, while things are as they were when it happened.
      const rendering = host.dialect.renderWebhook(event, hook, host.urls())
      this.#queue(hook.id, async () => {
        const message = await rendering
        if (message !== undefined) await this.#send(event, hook, { host, message })
      })
    }
  }

  #queue(hookId: number, work: () => Promise<void>): void {
    const before = this.#queues.get(hookId) ?? Promise.resolve()
    const mine = before.then(work, work).catch((error: unknown) => this.#noteFailure(hookId, error))
    this.#queues.set(hookId, mine)
    void mine.then(() => {
      if (this.#queues.get(hookId) === mine) this.#queues.delete(hookId)
    })
  }

  #noteFailure(hookId: number, error: unknown): void {
    for (const { checker } of this.#hosts.values()) checker.note(`webhook ${hookId}: ${String(error)}`)
  }

  async #send(
    event: ForgeEvent,
    hook: Hook,
    { host, message }: { host: WebhookHost; message: WebhookMessage },
  ): Promise<void> {
    await host.checker.checkWebhook(message.described, message.payload)
    const guid = randomUUID()
    const json = JSON.stringify(message.payload)
    const body = hook.contentType === 'json' ? json : new URLSearchParams({ payload: json }).toString()
    await this.#post({
      id: 0,
      hookId: hook.id,
      guid,
      host: hook.host,
      url: hook.url,
      event: message.name,
      action: 'action' in event ? event.action : undefined,
      repositoryId: event.repository.id,
      headers: message.headers({ guid, body }),
      body,
      payload: message.payload,
      redelivery: false,
      at: this.#world.now(),
      status: 0,
    })
  }

  async #post(delivery: WebhookDelivery): Promise<void> {
    const status = await postDelivery(delivery)
    this.deliveries.push({ ...delivery, id: this.#world.nextId(), at: this.#world.now(), status })
  }
}
