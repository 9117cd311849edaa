/** The bytes of an IP address: 4, or 16 for IPv6. IPv4 addresses that are mapped into IPv6 are given as the former. */
export type IpAddress = readonly number[]

/** Reads an address in its usual form (`10.0.0.1`, `fe80::1%eth0`, `[::1]`); `undefined` for anything else, such as `0x7f.1`. */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) return parseIpv4(text)
  const plain = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const bytes = parseIpv6(plain)
  return bytes !== undefined && startsWith(bytes, mappedPrefix) ? bytes.slice(12) : bytes
}

/** True if the address is this machine's own. */
export function isLoopbackAddress(text: string): boolean {
  const bytes = parseIpAddress(text)
  if (bytes === undefined) return false
  return bytes.length === 4 ? bytes[0] === 127 : matches(bytes, [...zeros(15), 1], 128)
}

/**
 * True if an address is one of the internet. All others are private, link-local (where clouds keep credentials of machines),
 * loopback, multicast or reserved: https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry.
 */
export function isPublicAddress(text: string): boolean {
  const bytes = parseIpAddress(text)
  if (bytes === undefined) return false
  if (bytes.length === 4) return !specialIpv4.some(([prefix, bits]) => matches(bytes, prefix, bits))
  const inner = embeddedAddress(bytes)
  if (inner !== undefined) return isPublicAddress(inner.join('.'))
  return matches(bytes, [0x20], 3) && !specialIpv6.some(([prefix, bits]) => matches(bytes, prefix, bits))
}

/**
 * True if an address is one at which clouds give machines their credentials, in whatever notation of IPv6 it is: AWS (EC2, ECS, EKS),
 * Azure, Google Cloud, OpenStack, Oracle Cloud, Alibaba Cloud and Tencent Cloud, as their documentation names them. Not all of them are
 * private: Azure's is one of the internet.
 */
export function isMetadataAddress(text: string): boolean {
  const bytes = parseIpAddress(text)
  if (bytes === undefined) return false
  const isLocalForm = localForms.some(([prefix, bits]) => isWithin(bytes, prefix, bits))
  const meant = embeddedAddress(bytes) ?? (isLocalForm ? bytes.slice(-4) : bytes)
  return metadataAddresses.has(meant.join('.'))
}

/** Writes an address in one form: IPv4 as four numbers, IPv6 as eight groups. */
export function printIpAddress(bytes: IpAddress): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from(
    { length: 8 },
    (_, index) => (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0),
  )
  return groups.map((group) => group.toString(16)).join(':')
}

/** True if the first bits of an address are those of a prefix; both of the same version of IP. */
export function isWithin(bytes: IpAddress, prefix: IpAddress, bits: number): boolean {
  return bytes.length === prefix.length && matches(bytes, prefix, bits)
}

/** The IPv4 address that an IPv6 address leads to by way of NAT64 or 6to4; `undefined` if it leads to none. */
export function embeddedAddress(bytes: IpAddress): IpAddress | undefined {
  if (bytes.length !== 16) return undefined
  const embedded = embeddedIpv4.find(({ prefix, bits }) => matches(bytes, prefix, bits))
  return embedded && bytes.slice(embedded.at, embedded.at + 4)
}

type Range = readonly [prefix: readonly number[], bits: number]

const mappedPrefix = [...zeros(10), 0xff, 0xff]

const specialIpv4: readonly Range[] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  // Multicast, reserved and broadcast.
  [[224], 3],
]

/** Of 2000::/3 alone, in which public addresses are: protocol assignments with Teredo, documentation. */
const specialIpv6: readonly Range[] = [
  [[0x20, 0x01, 0x00], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x3f, 0xff, 0x00], 20],
]

const metadataAddresses: ReadonlySet<string> = new Set(
  [
    ...['169.254.169.254', '169.254.170.2', '169.254.170.23', '169.254.0.23'],
    ...['168.63.129.16', '100.100.100.200', '192.0.0.192'],
    ...['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254', 'fe80::a9fe:a9fe'],
  ].flatMap((text) => parseIpAddress(text)?.join('.') ?? []),
)

/** IPv6 addresses that lead to an IPv4 address: NAT64 and 6to4. */
const embeddedIpv4 = [
  { prefix: [0x00, 0x64, 0xff, 0x9b, ...zeros(8)], bits: 96, at: 12 },
  { prefix: [0x20, 0x02], bits: 16, at: 2 },
] as const

/** More forms, which lead nowhere in the internet: IPv4-compatible addresses, and NAT64 of a network of one's own (RFC 8215). */
const localForms: readonly Range[] = [
  [zeros(16), 96],
  [[0x00, 0x64, 0xff, 0x9b, 0x00, 0x01, ...zeros(10)], 48],
]

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split('.')
  const isUsual = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))
  const bytes = parts.map(Number)
  return isUsual && bytes.every((byte) => byte <= 255) ? bytes : undefined
}

function parseIpv6(text: string): IpAddress | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, index) => parseGroups(half, index === halves.length - 1)) as [
    IpAddress?,
    IpAddress?,
  ]
  if (head === undefined) return undefined
  if (halves.length === 1) return head.length === 16 ? head : undefined
  if (tail === undefined || head.length + tail.length > 14) return undefined
  return [...head, ...zeros(16 - head.length - tail.length), ...tail]
}

/** Groups of four hexadecimal digits; the last of the whole address may be an IPv4 address. */
function parseGroups(text: string, isEnd: boolean): IpAddress | undefined {
  if (text === '') return []
  const groups = text.split(':').map((group, index, all) => {
    if (isEnd && index === all.length - 1 && group.includes('.')) return parseIpv4(group)
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
  return groups.includes(undefined) ? undefined : groups.flatMap((bytes) => bytes ?? [])
}

function matches(bytes: IpAddress, prefix: readonly number[], bits: number): boolean {
  for (let index = 0; index * 8 < bits; index += 1) {
    const mask = (0xff << Math.max(0, 8 - (bits - index * 8))) & 0xff
    if (((bytes[index] ?? 0) & mask) !== ((prefix[index] ?? 0) & mask)) return false
  }
  return true
}

function startsWith(bytes: IpAddress, prefix: readonly number[]): boolean {
  return matches(bytes, prefix, prefix.length * 8)
}

function zeros(count: number): number[] {
  return Array.from({ length: count }, () => 0)
}
