import { expect, it } from 'vitest'
import { mayCarrySecrets } from './may-carry-secrets.ts'

it.each([
  ...['https://github.com', 'HTTPS://git.example.com:8443/x', 'http://localhost:1', 'http://127.0.0.1'],
  ...['http://127.9.9.9', 'http://0x7f000001/', 'http://[::1]:80'],
])('%s may be sent secrets', (address) => expect(mayCarrySecrets(address)).toBe(true))

it.each([
  ...['http://github.com', 'http://localhost.example.com', 'http://127.0.0.1.example.com', 'http://10.0.0.1'],
  ...['http://localhost@evil.example', 'http://localhost.', 'ssh://localhost/x', 'ftp://127.0.0.1', 'x', ''],
])('%j may not', (address) => expect(mayCarrySecrets(address)).toBe(false))
