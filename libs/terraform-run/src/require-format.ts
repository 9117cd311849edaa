import { ExternalServiceError } from '@groundplan/errors'

/**
 * Throws unless the version of a format is one that we read. Terraform counts up the first number for changes that break readers:
 * https://developer.hashicorp.com/terraform/internals/json-format#format-summary.
 */
export function requireFormat(subject: string, version: string | undefined, majors: readonly string[]): void {
  const major = version?.split('.')[0]
  if (major !== undefined && majors.includes(major)) return
  throw new ExternalServiceError(
    `Terraform printed ${subject} in format ${version ?? 'without a version'}, which is not supported.`,
    { service: 'terraform', hint: 'Use a Terraform version that this version of Groundplan supports.' },
  )
}
