/** What the web server grants to callers. Times are milliseconds. */
export interface HttpLimits {
  /** Until a request has arrived, body included. What the server then does may take longer. */
  readonly requestTimeout: number
  /** Until the headers of a request have arrived. */
  readonly headersTimeout: number
  /** How often connections are checked for both. */
  readonly timeoutCheckInterval: number
  /** How long a connection without a request stays open. */
  readonly keepAliveTimeout: number
  readonly requestsPerConnection: number
  readonly connections: number
  /** Bytes of a body, except deliveries of webhooks. */
  readonly bodyBytes: number
  readonly callsPerBatch: number
  /** Characters of JSON that the calls of one batch may answer together. */
  readonly batchCharacters: number
  /** Subscriptions that are open at the same time. */
  readonly subscriptions: number
  /** Bytes of one webhook delivery; GitHub sends at most 25 MB. */
  readonly deliveryBytes: number
  /** Bytes of all deliveries that are in memory at the same time. */
  readonly deliveryBufferBytes: number
  /** Bytes of all Terraform states that are being written at the same time. */
  readonly stateBufferBytes: number
  /** Deliveries that did not verify, for each host and address. */
  readonly deliveriesPerMinute: number
  /** Wrong access tokens, for each address. */
  readonly failedSignInsPerMinute: number
  /** Requests with which people sign in, for each address: those behind a proxy share one. */
  readonly signInsPerMinute: number
}

export const defaultHttpLimits: HttpLimits = {
  requestTimeout: 30_000,
  headersTimeout: 10_000,
  timeoutCheckInterval: 2_000,
  keepAliveTimeout: 20_000,
  requestsPerConnection: 10_000,
  connections: 1_000,
  bodyBytes: 1_000_000,
  callsPerBatch: 20,
  batchCharacters: 20_000_000,
  subscriptions: 100,
  deliveryBytes: 25 * 1024 * 1024,
  deliveryBufferBytes: 64 * 1024 * 1024,
  stateBufferBytes: 128 * 1024 * 1024,
  deliveriesPerMinute: 120,
  failedSignInsPerMinute: 20,
  signInsPerMinute: 600,
}
