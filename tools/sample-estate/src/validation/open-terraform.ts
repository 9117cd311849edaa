import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runProgram } from '@groundplan/process'
import { sampleEstateUrl } from '../sample-estate-url.ts'

export interface TerraformRun {
  readonly exitCode: number
  readonly output: string
}

/** Runs terraform in a folder. */
export type Terraform = (directory: string, ...args: string[]) => Promise<TerraformRun>

export interface OpenTerraformOptions {
  /** Folder for the CLI configuration. */
  readonly directory: string
  readonly providerMirror?: string | undefined
  /** Bare sample repositories, which answer for their addresses. */
  readonly repositories: readonly { readonly name: string; readonly directory: string }[]
}

/** A terraform that takes providers from the mirror and sample repositories from disk, and nothing from the network. */
export async function openTerraform(options: OpenTerraformOptions): Promise<Terraform> {
  const config = join(options.directory, 'cli.tfrc')
  const mirror = options.providerMirror
  const path = mirror === undefined ? '' : `path = ${JSON.stringify(mirror)}`
  await writeFile(
    config,
    mirror === undefined ? '' : `provider_installation {\n  filesystem_mirror {\n    ${path}\n  }\n}\n`,
  )
  const env = {
    TF_CLI_CONFIG_FILE: config,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    ...redirectGit(options.repositories),
  }
  return async (directory, ...args) => {
    const result = await runProgram('terraform', args, { cwd: directory, env })
    return { exitCode: result.exitCode, output: `${result.stdout.toString('utf8')}${result.stderr}` }
  }
}

/** git's settings by environment: https://git-scm.com/docs/git-config#ENVIRONMENT */
function redirectGit(repositories: OpenTerraformOptions['repositories']): Record<string, string> {
  const pairs = repositories.flatMap(({ name, directory }, index) => [
    [`GIT_CONFIG_KEY_${index}`, `url.${pathToFileURL(directory).href}.insteadOf`],
    [`GIT_CONFIG_VALUE_${index}`, sampleEstateUrl(name)],
  ])
  return { GIT_CONFIG_COUNT: String(repositories.length), ...Object.fromEntries(pairs) }
}
