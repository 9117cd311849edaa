import type { DescriptionSource } from '../check/description-source.ts'
import type { ForgeEvent } from '../model/forge-event.ts'
import type { HostKind } from '../model/host-kind.ts'
import type { SignInRules } from './authenticate.ts'
import type { Refusal } from '../model/refusal.ts'
import type { Hook } from '../model/repository.ts'
import type { World } from '../model/world.ts'
import type { ApiReply } from './api-reply.ts'
import type { HostUrls, RateState } from './host-state.ts'
import type { Route } from './route.ts'

/** How one vendor's host speaks: its routes, its words for the model's things, its errors, its webhooks. */
export interface Dialect extends Pick<SignInRules, 'basicTokens'> {
  readonly kind: HostKind
  /** Under which the API's paths are, from the server's root. */
  readonly apiPath: string
  /** User name that goes with a token in git. */
  readonly gitUsername: string
  readonly routes: readonly Route[]
  /** Operations outside the described API, by path from the server's root. */
  readonly otherRoutes?: readonly Route[]
  /** Where the vendor's descriptions of API and webhooks come from. */
  readonly description: DescriptionSource
  /** Leaves out of a reply what was not asked for, after it was checked. */
  shape?(reply: ApiReply, query: URLSearchParams): ApiReply
  /** Path within the API that a path of the API stands for, e.g. by a repository's id. */
  resolvePath?(world: World, path: string): string
  /** Which repository and what of it a path of git's protocol means. */
  readonly gitPath: RegExp
  /** The address of a repository for git, without the server: `/acme/network.git`. */
  printGitPath(owner: string, name: string): string
  refuse(refusal: Refusal): ApiReply
  refuseCredentials(given: boolean): ApiReply
  refusePath(): ApiReply
  limitReached(
    kind: 'primary' | 'secondary',
    until: { rate: RateState; retryAfter?: number | undefined },
  ): ApiReply
  /** An error of the host itself, e.g. 502. */
  fail(status: number): ApiReply
  /** Headers of every answer. */
  headers(rate: RateState): Readonly<Record<string, string>>
  /** What a webhook is told of an event; `undefined` if it did not ask for such events. */
  renderWebhook(event: ForgeEvent, hook: Hook, urls: HostUrls): Promise<WebhookMessage | undefined>
}

export interface WebhookMessage {
  /** Name of the event in the vendor's words. */
  readonly name: string
  /** Name of the webhook in the vendor's description, if it has one. */
  readonly described?: string | undefined
  readonly payload: unknown
  /** Headers for this delivery; `body` is what will be sent. */
  headers(delivery: { readonly guid: string; readonly body: string }): Readonly<Record<string, string>>
}
