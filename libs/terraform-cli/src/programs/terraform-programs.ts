import { ExternalServiceError } from '@groundplan/errors'
import { compareVersions, readVersionRange } from '@groundplan/terraform-module'
import type { TerraformProgram, TerraformTool } from '@groundplan/terraform-run'
import { findTerraform } from '../find-terraform.ts'

export interface TerraformProgramsOptions {
  /** Names on PATH or paths of executables, of as many versions as are needed. By default `terraform` and `tofu`. */
  readonly files?: Readonly<Partial<Record<TerraformTool, readonly string[]>>> | undefined
}

const titles = { terraform: 'Terraform', tofu: 'OpenTofu' } as const

/** The executables of this machine. Each is asked for its version once. */
export class TerraformPrograms {
  readonly #files: Readonly<Record<TerraformTool, readonly string[]>>
  readonly #known = new Map<string, Promise<TerraformProgram>>()

  constructor({ files = {} }: TerraformProgramsOptions = {}) {
    this.#files = { terraform: files.terraform ?? ['terraform'], tofu: files.tofu ?? ['tofu'] }
  }

  /** The newest one that the constraint allows, such as `>= 1.6, < 2.0`. Throws ExternalServiceError if there is none. */
  async find(tool: TerraformTool, constraint = ''): Promise<TerraformProgram> {
    const asked = await Promise.allSettled(this.#files[tool].map((file) => this.#ask(tool, file)))
    const installed = asked
      .flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      .toSorted((left, right) => compareVersions(versionOf(right), versionOf(left)))
    const range = constraint.trim() === '' ? undefined : readVersionRange([constraint])
    const found = installed.find(
      (program) =>
        constraint.trim() === '' ||
        (range !== undefined &&
          compareVersions(versionOf(program), range.from) >= 0 &&
          compareVersions(versionOf(program), range.to) < 0),
    )
    if (found !== undefined) return found
    throw notFound(tool, {
      installed,
      constraint,
      isReadable: constraint.trim() === '' || range !== undefined,
    })
  }

  #ask(tool: TerraformTool, file: string): Promise<TerraformProgram> {
    const known = this.#known.get(file)
    if (known !== undefined) return known
    const asking = findTerraform(file).then(({ version }) => ({ tool, file, version }))
    this.#known.set(file, asking)
    // It may be installed while we run.
    asking.catch(() => this.#known.delete(file))
    return asking
  }
}

function versionOf({ version }: TerraformProgram): readonly [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number)
  return [major, minor, patch]
}

function notFound(
  tool: TerraformTool,
  {
    installed,
    constraint,
    isReadable,
  }: {
    readonly installed: readonly TerraformProgram[]
    readonly constraint: string
    readonly isReadable: boolean
  },
): ExternalServiceError {
  const title = titles[tool]
  const details = { service: tool, details: { tool, constraint } }
  if (!isReadable)
    return new ExternalServiceError(`"${constraint}" is not a version constraint of ${title}.`, {
      ...{ ...details, hint: 'Write it as in `required_version`: ">= 1.6, < 2.0".' },
    })
  if (installed.length === 0)
    return new ExternalServiceError(`${title} is not installed on this machine.`, {
      ...{ ...details, hint: `Install ${tool} and make sure it is on PATH.` },
    })
  const versions = installed.map(({ version }) => version).join(', ')
  return new ExternalServiceError(
    `No installed version of ${title} matches "${constraint}"; installed: ${versions}.`,
    { ...details, hint: `Install a version that matches, or change the version in the blueprint.` },
  )
}
