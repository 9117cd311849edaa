/** What became of asking a host to send us deliveries about a repository. */
export interface RegisteredWebhook {
  readonly host: string
  /** The host's identifier of the repository, or `owner/name` of the blueprint repository. */
  readonly repository: string
  /** Changes when address or secret do; says neither. */
  readonly fingerprint: string
  readonly refused: boolean
  readonly at: Date
}

/** Port: remembers which webhooks are registered, so that hosts need not be asked. */
export interface WebhookStore {
  list(): Promise<readonly RegisteredWebhook[]>
  /** Keeps it in place of what was known of the same repository. */
  save(webhook: RegisteredWebhook): Promise<void>
}
