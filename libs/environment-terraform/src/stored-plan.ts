import type { PowerSizes } from '@groundplan/terraform-run'
import { z } from 'zod'

/** What a run stores of a plan, and applies later, perhaps on another worker. */
export type StoredPlan =
  | {
      readonly kind: 'terraform'
      /** Terraform's own, with every value in clear text. */
      readonly file: Uint8Array
      /** The providers that it was planned with: `.terraform.lock.hcl`. */
      readonly lockFile?: string | undefined
    }
  | {
      readonly kind: 'power'
      readonly to: PowerChange
      readonly targets: readonly PowerStep[]
    }

export type PowerChange = 'on' | 'off' | 'restart'

export interface PowerStep {
  /** Of the resource in the state. */
  readonly address: string
  /** As large as it was when it was planned. */
  readonly sizes?: PowerSizes | undefined
}

const Header = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('terraform'), lockFile: z.string().optional() }),
  z.object({
    kind: z.literal('power'),
    to: z.enum(['on', 'off', 'restart']),
    targets: z.array(z.object({ address: z.string(), sizes: z.record(z.string(), z.number()).optional() })),
  }),
])

/** Bytes of the length of the header, which is JSON; Terraform's file follows. */
const lengthBytes = 4

export function encodePlan(plan: StoredPlan): Uint8Array {
  const { file, ...header } = plan.kind === 'terraform' ? plan : { ...plan, file: new Uint8Array() }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const bytes = new Uint8Array(lengthBytes + text.length + file.length)
  new DataView(bytes.buffer).setUint32(0, text.length)
  bytes.set(text, lengthBytes)
  bytes.set(file, lengthBytes + text.length)
  return bytes
}

/** Throws if it is none. */
export function decodePlan(bytes: Uint8Array): StoredPlan {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0)
  const end = lengthBytes + length
  if (end > bytes.length) throw new Error('The stored plan is cut off.')
  const header = Header.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(lengthBytes, end))))
  return header.kind === 'terraform' ? { ...header, file: bytes.slice(end) } : header
}
