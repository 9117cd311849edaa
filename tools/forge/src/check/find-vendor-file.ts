import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readEnvironment } from '@groundplan/process'
import type { DescriptionSource } from './description-source.ts'

/** Beside the checkout, where builders have the vendors' descriptions that no package has. */
const besideCheckout = fileURLToPath(new URL('../../../../../shared/apis', import.meta.url))

/** The folder with the vendors' descriptions; `undefined` where there is none, as in a user's clone. */
export function findVendorFolder(): string | undefined {
  const folder = readEnvironment().GROUNDPLAN_VENDOR_APIS ?? besideCheckout
  return existsSync(folder) ? folder : undefined
}

/** A description among those, or the reason why there is none. */
export function findVendorDescription(
  file: string,
  options: Pick<DescriptionSource & { kind: 'files' }, 'errorSchema' | 'amend'>,
): DescriptionSource {
  const folder = findVendorFolder()
  if (folder !== undefined) return { kind: 'files', api: join(folder, file), ...options }
  return {
    kind: 'none',
    reason: `${file} is not on this machine; GROUNDPLAN_VENDOR_APIS says where it is.`,
  }
}
