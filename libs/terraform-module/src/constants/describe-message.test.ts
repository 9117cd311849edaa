import { expect, test } from 'vitest'
import { describeMessage } from './describe-message.ts'

test.each([
  [
    `"Unsupported release '\${var.release}'. Supported: \${join(", ", ["15", "16"])}."`,
    'Unsupported release. Supported: 15, 16.',
  ],
  ['"Must be one of ${join(", ", local.allowed_sizes)}."', 'Must be one of allowed_sizes.'],
  [
    '"Must be less than ${var.max_size}, not ${var.release}."',
    'Must be less than max_size, not the given value.',
  ],
  ['"At most ${24 * 60} minutes."', 'At most 1440 minutes.'],
  ['format("Use %s, not %q (%d%%).", "a", var.release, 5)', 'Use a, not the given value (5%).'],
  ['var.release == "" ? "It is empty." : "It is wrong."', 'It is empty.'],
  ['"Invalid: ${jsonencode(var.release.zones[0])}."', 'Invalid: zones.'],
  ['"%{ if true }A${1}%{ endif } b"', '…A…… b'],
  ['"${1 + var.a} too many"', '… too many'],
])('%s is shown as %s', (source, message) => {
  expect(describeMessage(source, 'release')).toBe(message)
})
