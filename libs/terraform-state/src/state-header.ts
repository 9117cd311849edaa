import { z } from 'zod'

/** What is read of a state: the rest is Terraform's own affair. */
export interface StateHeader {
  readonly serial: number
  readonly lineage: string
  readonly terraformVersion: string
}

const Header = z.object({
  version: z.literal(4),
  terraform_version: z.string().max(100).optional(),
  serial: z.int().min(0),
  lineage: z.string().max(200),
})

/** Reads the header of a state (format 4, which Terraform writes since 0.12 and OpenTofu); `undefined` if it is none. */
export function readStateHeader(content: Uint8Array): StateHeader | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    const { serial, lineage, terraform_version: version } = Header.parse(JSON.parse(text))
    return { serial, lineage, terraformVersion: version ?? '' }
  } catch {
    return undefined
  }
}

/** The first keys of a state, in the order in which Terraform and OpenTofu write them. */
const untilSerial =
  /^(\s*\{(?:\s*"(?:version|terraform_version)"\s*:\s*(?:\d+|"[^"\\]*")\s*,)*\s*"serial"\s*:\s*)\d+/

/** The same state with another serial and no other change; `undefined` if its serial is not where Terraform writes it. */
export function withSerial(content: Uint8Array, serial: number): Uint8Array<ArrayBuffer> | undefined {
  const text = new TextDecoder().decode(content)
  if (!untilSerial.test(text)) return undefined
  return new TextEncoder().encode(text.replace(untilSerial, (_, before: string) => `${before}${serial}`))
}
