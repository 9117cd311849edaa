import { expect, test } from 'vitest'
import { isWebAddress } from './is-web-address.ts'

test.each(['https://github.com/acme/x', 'http://localhost:3000/x', 'HTTPS://example.com'])(
  '%s is a link',
  (address) => expect(isWebAddress(address)).toBe(true),
)

test.each([
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>',
  'vbscript:x',
  'file:///etc/passwd',
  'ssh://git@example.com/x',
  'git@example.com:x.git',
  '//example.com',
  '/catalog',
  'https://',
  'https://github.com@evil.example/x',
])('%j is text', (address) => expect(isWebAddress(address)).toBe(false))
