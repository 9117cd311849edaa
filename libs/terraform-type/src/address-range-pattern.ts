/**
 * Address ranges as Terraform reads them: leading zeros are ignored, and an IPv6 address may end in the form of IPv4.
 * Source: https://github.com/hashicorp/terraform/tree/main/internal/ipaddr
 */
const octet = number('25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]\\d?')
const ipv4 = `${octet}(?:\\.${octet}){3}`
const ipv4Size = number('3[0-2]|[12]\\d?|[3-9]')
const ipv6Size = number('12[0-8]|1[01]\\d|[1-9]\\d?')
const group = number('[1-9a-fA-F][0-9a-fA-F]{0,3}')

/** Eight groups, of which the last two may be an IPv4 address. */
const fullForm = `(?:${group}:){6}(?:${group}:${group}|${ipv4})`
/** `::` replaces at least one group, so at most seven others remain. */
const token = '[0-9a-fA-F.]+'
const tooLong = `(?!:{0,2}${token}(?::{1,2}${token}){7}|(?=[^/]*\\.):{0,2}${token}(?::{1,2}${token}){6})`
const shortForm = `${tooLong}(?:${group}(?::${group})*)?::(?:${group}(?::${group})*(?::${ipv4})?|${ipv4})?`
const ipv6 = `(?:${fullForm}|${shortForm})`

/** A range of IPv4 or IPv6 addresses that `cidrhost(x, 0)` accepts. */
export const addressRangePattern = `^(?:${ipv4}/${ipv4Size}|${ipv6}/${ipv6Size})$`

/** A range of IPv4 addresses that `cidrnetmask` accepts, including IPv4-mapped IPv6. */
export const ipv4RangePattern = `^(?:${ipv4}/${ipv4Size}|${mappedForm()}/0*(?:9[6-9]|1[01]\\d|12[0-8]))$`

/** Zero, or one of the given numbers, with any number of leading zeros. Unambiguous. */
function number(others: string): string {
  return `(?:0+|0*(?:${others}))`
}

/** Addresses that begin with 80 bits of zeros and 16 bits of ones. */
function mappedForm(): string {
  const zero = '0+'
  const ones = '0*[fF]{4}'
  const tail = `(?:${group}:${group}|${ipv4})`
  const zeros = Array.from({ length: 5 }, (_, before) => {
    const head = before === 0 ? '' : Array.from({ length: before }, () => zero).join(':')
    return `${head}::(?:${zero}:){0,${4 - before}}`
  })
  const start = `(?:(?:${zero}:){5}|${zeros.join('|')})${ones}:`
  const full = `(?:${zero}:){5}${ones}`
  return `(?:${start}${tail}|${full}:(?::${group}?|${group}::)|${full}::)`
}
