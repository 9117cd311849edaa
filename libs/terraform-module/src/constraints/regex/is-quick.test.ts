import { describe, expect, test } from 'vitest'
import { isQuick } from './is-quick.ts'
import { parseRe2 } from './parse-re2.ts'

describe('isQuick', () => {
  test.each([
    '^[a-z0-9]+(-[a-z0-9]+)*$',
    '^([a-z0-9]+\\.)+[a-z]{2,}$',
    '^(([a-z0-9]|[a-z0-9][a-z0-9-]*[a-z0-9])\\.)*[a-z]+$',
    '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]+$',
    '^[^@]+@[^@]+\\.[^@]+$',
    '^arn:aws:[a-z]+:[a-z0-9-]*:\\d{12}:.+$',
    '^(?:[0-9a-f]{2}:){5}[0-9a-f]{2}$',
    '^(a|b)*$',
    '^(ab?)*$',
    '^(a*b)*$',
    '(a*)?b',
    'a+b',
    '.*a',
  ])('%s can be tried on any text', (pattern) => {
    expect(isQuick(parseRe2(pattern))).toBe(true)
  })

  test.each([
    '^(a+)+$',
    '^(a*)*$',
    '^(a|a)*$',
    '^(a|ab|b)*$',
    '^(a|[a-c])+$',
    '^([a-z]+\\s?)+$',
    '^(a?b?)*$',
    '^(a{0,5})*$',
    '^((a+)b?)+$',
    '^(.*,)*$',
    '^(?:(?:a|b)*c?)*$',
    '^.*a.*b.*c$',
    '^.*.*.*$',
    '(?:.*:){2}.*',
    '.+@.+\\..+',
    '^(?:x[a-z]*){4}$',
  ])('%s may take very long', (pattern) => {
    expect(isQuick(parseRe2(pattern))).toBe(false)
  })
})
