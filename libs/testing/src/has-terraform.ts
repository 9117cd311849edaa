import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** True if `terraform` is on PATH: no package archive has it, so tests with the real one are skipped where it is missing. */
export async function hasTerraform(): Promise<boolean> {
  return promisify(execFile)('terraform', ['version']).then(
    () => true,
    () => false,
  )
}
