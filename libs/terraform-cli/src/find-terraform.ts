import { ExternalServiceError } from '@groundplan/errors'
import { runProgram } from '@groundplan/process'
import { z } from 'zod'
import { readJson } from './read-json.ts'

/** A `terraform` or `tofu` executable. */
export interface TerraformProgram {
  readonly file: string
  /** Such as `1.11.4`. */
  readonly version: string
}

const Version = z.object({ terraform_version: z.string().regex(/^\d+\.\d+\.\d+/) })

const limits = { milliseconds: 60_000, outputBytes: 1_000_000 }

/** Asks an executable, by its name on PATH or by its path, for its version. Throws ExternalServiceError if it does not answer. */
export async function findTerraform(file = 'terraform', signal?: AbortSignal): Promise<TerraformProgram> {
  const { stdout, stderr, exitCode } = await runProgram(file, ['version', '-json'], {
    ...{ env: { CHECKPOINT_DISABLE: '1' }, limits, signal },
  })
  const printed = exitCode === 0 ? readJson(Version, stdout) : undefined
  if (printed !== undefined) return { file, version: printed.terraform_version }
  throw new ExternalServiceError(
    `"${file} version" did not print the version of Terraform: ${stderr.trim()}`,
    {
      service: file,
      hint: 'Specify the path of a terraform or tofu executable, version 1.0 or newer.',
    },
  )
}
