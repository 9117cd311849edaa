import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { verifySignature } from './verify-signature.ts'

const sign = (secret: string, body: Uint8Array) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
const bytes = (text: string) => new TextEncoder().encode(text)

it("accepts GitHub's own example", async () => {
  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  const header = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17'
  expect(await verifySignature(["It's a Secret to Everybody"], bytes('Hello, World!'), header)).toBe(true)
})

it('accepts what any of the secrets signed, and nothing else', async () => {
  const text = fc.string({ minLength: 1, unit: 'binary' })
  await fc.assert(
    fc.asyncProperty(text, text, fc.uint8Array(), async (secret, other, body) => {
      const header = sign(secret, body)
      expect(await verifySignature([other, secret], body, header)).toBe(true)
      expect(await verifySignature([other], body, header)).toBe(other === secret)
      expect(await verifySignature([secret], Uint8Array.of(...body, 1), header)).toBe(false)
    }),
  )
})

it('refuses what is not signed, and has no use for empty secrets', async () => {
  const body = bytes('x')
  const hex = sign('s', body)
  for (const header of [
    undefined,
    '',
    'sha256=',
    hex.slice(0, -2),
    hex.replace('sha256', 'sha1'),
    `${hex}00`,
  ]) {
    expect(await verifySignature(['s'], body, header)).toBe(false)
  }
  expect(await verifySignature([], body, hex)).toBe(false)
  expect(await verifySignature([''], body, sign('', body))).toBe(false)
})
