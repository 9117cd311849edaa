import { compareVersions, readVersionRange, type VersionRange } from '../version-range.ts'
import type { TerraformModule } from '../module.ts'
import type { LaunchReason } from './launch-assessment.ts'

/** No release is as new as this. */
const anyRelease = '< 2.0.0'

/** Finds requirements of the module, and of those that it calls, that no allowed version of Terraform meets. */
export function checkTerraformVersion(
  { requiredTerraform, calledTerraform }: TerraformModule,
  allowed: string = anyRelease,
): readonly LaunchReason[] {
  const required = [...new Set([...requiredTerraform, ...calledTerraform])]
  const own = readVersionRange(required)
  const both = readVersionRange([...required, allowed])
  if (required.length === 0 || own === undefined || both === undefined || !isEmpty(both)) return []
  const wanted = required.map((each) => `"${each}"`).join(' and ')
  const message = isEmpty(own)
    ? `No version of Terraform meets the requirement ${wanted}.`
    : allowed === anyRelease
      ? `The module requires Terraform ${wanted}, which is newer than any release.`
      : `The module requires Terraform ${wanted}, but only "${allowed}" is allowed.`
  return [{ rule: 'terraform-version', effect: 'prevents', message, position: undefined }]
}

function isEmpty({ from, to }: VersionRange): boolean {
  return compareVersions(from, to) >= 0
}
