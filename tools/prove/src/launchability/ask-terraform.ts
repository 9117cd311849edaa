import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'

/** What `terraform init -backend=false` and `terraform validate` say of a directory. */
export type TerraformAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly errors: readonly TerraformError[] }
  /** Its providers or modules are not on this machine, so it cannot be judged here. */
  | { readonly kind: 'unavailable'; readonly provider: string | undefined }

export interface TerraformError {
  readonly summary: string
  readonly detail: string
  /** The first line of the block in question, e.g. `resource "aws_s3_bucket" "this"`. */
  readonly context: string
}

const limits = { milliseconds: 10 * 60_000, outputBytes: 20_000_000 }

/** Asks the `terraform` on PATH. Writes a lock file into the directory and removes it again. */
export async function askTerraform(directory: string): Promise<TerraformAnswer> {
  const data = await mkdtemp(join(tmpdir(), 'groundplan-launchability-'))
  const lockFile = join(directory, '.terraform.lock.hcl')
  const run = (...args: readonly string[]) =>
    runProgram('terraform', [...args, '-no-color'], {
      ...{ cwd: directory, limits, ownGroup: true },
      env: { TF_DATA_DIR: data, TF_INPUT: '0', CHECKPOINT_DISABLE: '1' },
    })
  try {
    await rm(lockFile, { force: true })
    const begun = await run('init', '-backend=false')
    const printed = `${begun.stdout.toString('utf8')}${begun.stderr}`
    if (begun.exitCode !== 0) {
      if (isUnavailable(printed)) return { kind: 'unavailable', provider: providerIn(printed) }
      return { kind: 'refused', errors: readPrintedErrors(printed) }
    }
    const { stdout } = await run('validate', '-json')
    const { valid, diagnostics } = JSON.parse(stdout.toString('utf8')) as Validation
    if (valid) return { kind: 'accepted' }
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    return {
      kind: 'refused',
      errors: errors.map(({ summary, detail = '', snippet }) => ({
        ...{ summary, detail, context: snippet?.context ?? '' },
      })),
    }
  } finally {
    await rm(lockFile, { force: true })
    await rm(data, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Validation {
  readonly valid: boolean
  readonly diagnostics: readonly {
    readonly severity: string
    readonly summary: string
    readonly detail?: string
    readonly snippet?: { readonly context?: string | null } | null
  }[]
}

function isUnavailable(text: string): boolean {
  return /Failed to query available provider packages|Failed to (?:request|retrieve|download)|Failed to install provider|Could not download module|Module not found|Error accessing remote module registry/.test(
    text,
  )
}

/** A provider that is not on this machine at all; not one whose versions do not fit. */
function providerIn(text: string): string | undefined {
  return /versions for provider (\S+): provider \S+ was not found in any/.exec(text.replace(/\s+/g, ' '))?.[1]
}

/** `init` prints its errors for people only. */
function readPrintedErrors(text: string): readonly TerraformError[] {
  return [...text.matchAll(/^Error: (.*(?:\n(?!\n).*)*)\n([\s\S]*?)(?=^Error: |(?![\s\S]))/gm)].map(
    ([, summary = '', detail = '']) => ({
      summary: summary.replace(/\s+/g, ' '),
      detail: detail.replace(/\s+/g, ' ').trim(),
      context: '',
    }),
  )
}

/** The version of the `terraform` on PATH, e.g. `1.11.4`. */
export async function findTerraformVersion(): Promise<string> {
  const { stdout } = await runProgram('terraform', ['version', '-json'])
  return (JSON.parse(stdout.toString('utf8')) as { terraform_version: string }).terraform_version
}
