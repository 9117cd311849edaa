import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isValueFile, omitValues } from '@groundplan/terraform-module'

/**
 * Takes the values of these variables out of files such as `terraform.tfvars` of a checked-out module, so that the values that a run
 * gives count. A link to a file elsewhere becomes a file of its own.
 */
export async function omitGiven(directory: string, given: ReadonlySet<string>): Promise<void> {
  for (const name of (await readdir(directory)).filter(isValueFile)) {
    const path = join(directory, name)
    const bytes = await readFile(path).catch(() => undefined)
    const text = bytes === undefined ? undefined : omitValues({ path, bytes }, given)
    if (text === undefined) continue
    await rm(path)
    await writeFile(path, text, { mode: 0o600, flag: 'wx' })
  }
}
