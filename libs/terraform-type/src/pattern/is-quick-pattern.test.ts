import { caseCount } from '@groundplan/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressRangePattern, ipv4RangePattern } from '../address-range-pattern.ts'
import { searchAndCount } from './backtracking-matcher.fixture.ts'
import { boundSteps } from './bound-steps.ts'
import { isQuickPattern } from './is-quick-pattern.ts'
import { parsePattern } from './parse-pattern.ts'

const ordinary = [
  // Names
  '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$',
  '^[a-z]([-a-z0-9]*[a-z0-9])?$',
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^[a-z0-9]+(?:[._-][a-z0-9]+)*$',
  '^[a-z][a-z0-9-]{1,61}[a-z0-9]$',
  '^[a-zA-Z][a-zA-Z0-9_-]{0,127}$',
  '^(?!.*--)[a-z][a-z0-9-]{0,62}$',
  '^(?!xn--)(?!.*-s3alias$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$',
  '^[a-z0-9]{3,24}$',
  '^\\w+$',
  '^[\\w.-]+$',
  '^[\\p{L}\\p{N}_.:/=+@-]*$',
  '^.{1,512}$',
  '^[^\\s]+$',
  '^\\S(?:.*\\S)?$',
  '^(dev|test|staging|prod)$',
  '^(dev|development|prod|production)$',
  '^(us-east|us-west)-[12](,(us-east|us-west)-[12])*$',
  '^[A-Z][A-Z0-9]+-\\d+$',
  '^(?:app|web|db)-[a-z]+-(?:\\d{1,3}|latest)$',
  // Hosts and addresses
  '^(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,}$',
  '^([a-z0-9]+\\.)+[a-z]{2,}$',
  '^(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*[a-z]+$',
  '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]+$',
  '^(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}\\.?$',
  '^(?:\\d{1,3}\\.){3}\\d{1,3}$',
  '^(?:\\d{1,3}\\.){3}\\d{1,3}/(?:[0-9]|[12][0-9]|3[0-2])$',
  '^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$',
  '^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$',
  '^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$',
  '^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$',
  '^https?://[^\\s/$.?#].[^\\s]*$',
  '^https://[a-z0-9.-]+(?::\\d{1,5})?(?:/[\\w./-]*)?$',
  '^git@[a-z.]+:[\\w-]+/[\\w.-]+\\.git$',
  '^[^@]+@[^@]+\\.[^@]+$',
  '^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\\.[a-zA-Z]{2,}$',
  // Identifiers of clouds
  '^arn:aws:[a-z]+:[a-z0-9-]*:\\d{12}:.+$',
  '^arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+$',
  '^arn:(aws|aws-cn|aws-us-gov):kms:[a-z0-9-]+:\\d{12}:key/[0-9a-f-]{36}$',
  '^(vpc|subnet|sg)-[0-9a-f]{8}(?:[0-9a-f]{9})?$',
  '^ami-[0-9a-f]{8,17}$',
  '^[a-z]{2}-[a-z]+-\\d$',
  '^[a-z]{2}(-gov)?-(north|south|east|west|central)+-\\d[a-z]?$',
  '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  '^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/[^/]+/[^/]+/[^/]+$',
  '^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$',
  '^\\d{12}$',
  '^(db|cache)\\.[a-z0-9]+\\.(micro|small|medium|large|\\d{0,2}xlarge)$',
  // Versions, sizes, times
  '^\\d+\\.\\d+(?:\\.\\d+)?$',
  '^v?(\\d+)\\.(\\d+)\\.(\\d+)(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$',
  '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)$',
  '^\\d+(?:\\.\\d+)?(?:Ki|Mi|Gi|Ti|m)?$',
  '^([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d$',
  '^(mon|tue|wed|thu|fri|sat|sun):\\d{2}:\\d{2}-(mon|tue|wed|thu|fri|sat|sun):\\d{2}:\\d{2}$',
  '^(rate|cron)\\(.+\\)$',
  '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
  '^[A-Za-z0-9+/]+={0,2}$',
  '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  '^#(?:[0-9a-f]{3}){1,2}$',
  '^(?=.*[a-z])(?=.*[A-Z])(?=.*\\d).{12,}$',
  '^([\\w.-]+=[\\w.-]+)(,[\\w.-]+=[\\w.-]+)*$',
  // Not anchored
  'a+b',
  '.*a',
  '(a*)?b',
  '\\s+$',
  '^\\s+|\\s+$',
  'prod',
]

const slow = [
  '^(a+)+$',
  '^(a*)*$',
  '^(a|a)*$',
  '^(a|aa)+$',
  '^(a|ab|b)*$',
  '^(a|[a-c])+$',
  '^([a-z]+\\s?)+$',
  '^(\\w+\\s?)*$',
  '^(a?b?)*$',
  '^(a{0,5})*$',
  '^((a+)b?)+$',
  '^(.*,)*$',
  '^(?:(?:a|b)*c?)*$',
  '^([a-zA-Z0-9]+)*$',
  '^(([a-z])+.)+[A-Z]([a-z])+$',
  // Bounded repetitions
  '^(?:[a-z]{1,9}){1,99}$',
  '^(\\w{1,20}\\s?){1,20}$',
  '^(a{0,30}){0,30}$',
  '^(a|aa){1,99}$',
  '^(?:a?){40}b$',
  '^(?:a?b?){30}$',
  '^(?:a|a){30}$',
  '^(?:\\w{1,99}-?){1,99}$',
  `^${'(?:a|a)'.repeat(30)}$`,
  `^${'a?'.repeat(40)}b$`,
  `^${'[a-z]{0,20}'.repeat(8)}$`,
  // Repetitions one after the other
  '\\s*\\s*\\s*$',
  '.*.*.*x',
  '^.*a.*b.*c$',
  '^.*.*.*$',
  '(?:.*:){2}.*x',
  '.+@.+\\..+',
  '^(?:x[a-z]*){4}$',
  '(.*a){10}',
  // Inside assertions, with back-references, in other spellings
  '^(?=(a+)+b)',
  '^(?!(a|a)*b)',
  '(?<=^(a+)+b)c',
  '^(?<all>a+)(?:\\k<all>)*\\k<all>*b$',
  '^(?:\\u0061+)+$',
  '^(?:\\p{L}+)+$',
  '^(?:é+)+$',
  '^(?i:a|A)+$',
  '^(?:[a-z]|(?=a)[a-z])+$',
  '^(?:(?:a+)?)+?$',
]

describe('isQuickPattern', () => {
  test.each(ordinary)('%s is quick', (pattern) => {
    expect(isQuickPattern(pattern)).toBe(true)
  })

  test.each(slow)('%s can be slow', (pattern) => {
    expect(isQuickPattern(pattern)).toBe(false)
  })

  test.each([addressRangePattern, ipv4RangePattern])('the pattern of a format is quick', (pattern) => {
    expect(isQuickPattern(pattern)).toBe(true)
    expect(boundSteps(pattern, { length: 2_000, limit: 10_000_000 })).toBeLessThan(10_000_000)
  })

  test('what is not a pattern is not quick', () => {
    expect(isQuickPattern('(')).toBe(false)
  })

  test('a slow pattern is quick on short texts', () => {
    expect(isQuickPattern('^(a+)+$', 12)).toBe(true)
    expect(isQuickPattern('^(a+)+$', 30)).toBe(false)
  })

  test('nesting that is too deep to judge is not quick', () => {
    expect(isQuickPattern(`${'('.repeat(1_000)}a${')'.repeat(1_000)}`)).toBe(false)
  })
})

/** Patterns over a small alphabet, in which two parts often match the same. */
const anyPattern = fc.letrec<{ pattern: string; term: string; atom: string }>((tie) => ({
  pattern: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((terms) => terms.join('')),
    },
    fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `${left}|${right}`),
  ),
  term: fc
    .tuple(
      tie('atom'),
      fc.constantFrom('', '', '*', '+', '?', '*?', '{2}', '{0,3}', '{1,2}', '{2,}', '{0,9}', '{1,9}?'),
    )
    .map(([atom, repeat]) => (/^(?:\^|\$|\\b|\(\?<?[=!])/.test(atom) ? atom : atom + repeat)),
  atom: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', 'é', '^', '$', '\\b'),
    tie('pattern').map((pattern) => `(${pattern})`),
    tie('pattern').map((pattern) => `(?:${pattern})`),
    fc
      .tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('pattern'))
      .map(([opening, pattern]) => `${opening}${pattern})`),
  ),
})).pattern

/** Texts that make engines go back: something often, with ends that do not fit. */
const attack = fc
  .tuple(
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 3 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1, max: 200 }),
    fc.constantFrom('', '!', 'a!', 'b', '\n'),
  )
  .map(([start, pumped, times, end]) => (start + pumped.repeat(times)).slice(0, 200) + end)

describe('boundSteps', () => {
  test('no text takes more steps than the bound, and the parsed pattern matches as the engine does', () => {
    const limit = 20_000
    fc.assert(
      fc.property(anyPattern, fc.array(attack, { minLength: 1, maxLength: 4 }), (pattern, texts) => {
        const node = parsePattern(pattern)
        if (node === undefined) throw new Error('Not parsed.')
        const bound = boundSteps(pattern, { length: 210, limit })
        for (const text of texts) {
          const counted = searchAndCount(node, text, limit)
          if (bound <= limit)
            expect(counted?.steps ?? Infinity, `${pattern} on ${text}`).toBeLessThanOrEqual(bound)
          if (counted !== undefined) expect(counted.found).toBe(new RegExp(pattern, 'u').test(text))
        }
      }),
      { numRuns: caseCount(100) },
    )
  })

  test('the bound is near what the worst text takes', () => {
    const node = parsePattern('^a*a*$')
    const text = `${'a'.repeat(200)}!`
    const steps = node === undefined ? undefined : searchAndCount(node, text, 1e6)?.steps
    expect(boundSteps('^a*a*$', { length: 201, limit: 1e6 })).toBeLessThan(4 * (steps ?? 0))
  })
})
