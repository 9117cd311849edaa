import { resolve } from 'node:path'
import { assessLaunch, type LaunchAssessment, type LaunchConditions } from '@groundplan/terraform-module'
import { readCheckedDirectory } from './read-checked-directory.ts'

/** Assesses the module in a directory of this machine. Throws as readModuleDirectory does. */
export async function assessDirectory(
  directory: string,
  conditions: LaunchConditions = {},
): Promise<LaunchAssessment> {
  return assessLaunch(await readCheckedDirectory(resolve(directory)), conditions)
}
