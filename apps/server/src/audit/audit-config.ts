import { isIP } from 'node:net'
import { parseDuration } from '@groundplan/configuration'
import { isWebhookSecret } from '@groundplan/event-delivery'
import { InputError } from '@groundplan/errors'
import { redact } from '@groundplan/process'
import { mayCarrySecrets } from '@groundplan/scm'
import { z } from 'zod'

const day = 24 * 3_600_000

/** What the server reads about the audit log. */
export const auditVariables = {
  /** How long events are kept, such as `400d` or `7y`; for ever by default. */
  GROUNDPLAN_AUDIT_RETENTION: z
    .string()
    .transform(parseDuration)
    .refine((length): length is number => length !== undefined && length >= day, {
      message: 'Use a duration of at least a day, such as 400d or 7y.',
    })
    .optional(),
  /** Proxies whose X-Forwarded-For is believed, as addresses or networks separated by commas. */
  GROUNDPLAN_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .refine((proxies) => proxies.every(isNetwork), {
      message: 'List addresses and networks such as 10.0.0.5,10.1.0.0/16, separated by commas.',
    })
    .optional(),
  /** Where events are sent to as Standard Webhooks. */
  GROUNDPLAN_AUDIT_WEBHOOK_URL: z
    .url({ protocol: /^https?$/ })
    .refine(mayCarrySecrets, { message: 'Use https://. http:// is only allowed for this machine.' })
    .optional(),
  /** Secrets that sign them, `whsec_<base64>`, separated by spaces. */
  GROUNDPLAN_AUDIT_WEBHOOK_SECRET: z
    .string()
    .transform((text) => text.split(/\s+/).filter((secret) => secret !== ''))
    .refine((secrets) => secrets.length > 0 && secrets.every(isWebhookSecret), {
      message: 'Use whsec_ and the base64 of 24 to 64 random bytes.',
    })
    .optional(),
  /** Syslog receiver that events are sent to: `tls://host:6514` or `tcp://host:601`. */
  GROUNDPLAN_AUDIT_SYSLOG: z
    .string()
    .transform(parseSyslogAddress)
    .refine((address): address is SyslogAddress => address !== undefined, {
      message: 'Use tls://host:port or tcp://host:port.',
    })
    .optional(),
}

type Variables = z.infer<z.ZodObject<typeof auditVariables>>

export interface SyslogAddress {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

export interface AuditConfig {
  /** In milliseconds; absent: events are kept for ever. */
  readonly retention?: number | undefined
  /** Proxies that say where a request came from. */
  readonly trustedProxies?: readonly string[] | undefined
  readonly webhook?: { readonly url: string; readonly secrets: readonly string[] } | undefined
  readonly syslog?: SyslogAddress | undefined
}

/** `undefined` if nothing is set. Throws InputError. */
export function readAuditConfig(data: Variables): AuditConfig | undefined {
  const { GROUNDPLAN_AUDIT_WEBHOOK_URL: url, GROUNDPLAN_AUDIT_WEBHOOK_SECRET: secrets } = data
  if ((url === undefined) !== (secrets === undefined)) {
    const missing = url === undefined ? 'GROUNDPLAN_AUDIT_WEBHOOK_URL' : 'GROUNDPLAN_AUDIT_WEBHOOK_SECRET'
    throw new InputError(`A webhook for the audit log needs a URL and a secret, but ${missing} is not set.`, {
      hint: 'Create a secret with: echo "whsec_$(openssl rand -base64 32)"',
    })
  }
  const webhook = url === undefined || secrets === undefined ? undefined : { url, secrets }
  const config = {
    ...{ retention: data.GROUNDPLAN_AUDIT_RETENTION, syslog: data.GROUNDPLAN_AUDIT_SYSLOG },
    trustedProxies: data.GROUNDPLAN_TRUSTED_PROXIES,
    webhook: webhook && redact(webhook, ['url', 'secrets']),
  }
  return Object.values(config).some((value) => value !== undefined) ? config : undefined
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128))
}

function parseSyslogAddress(text: string): SyslogAddress | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'tls:' && url.protocol !== 'tcp:')) return undefined
  const { hostname, port, pathname, search, hash, username } = url
  if (hostname === '' || port === '' || port === '0') return undefined
  if (username !== '' || `${pathname}${search}${hash}`.replace(/^\/$/, '') !== '') return undefined
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(port), tls: url.protocol === 'tls:' }
}
