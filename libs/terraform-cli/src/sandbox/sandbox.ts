import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readEnvironment, runProgram, type ProgramResult } from '@groundplan/process'
import { linkModule } from './link-module.ts'

export interface SandboxOptions {
  readonly file: string
  /** Folder with unpacked or packed providers, as `terraform providers mirror` writes it; absent: only built-in ones. */
  readonly providers: string | undefined
  readonly signal: AbortSignal | undefined
}

/** Runs one command of Terraform in the folder of a module. */
export type RunTerraform = (...args: readonly string[]) => Promise<ProgramResult>

const limits = { milliseconds: 5 * 60_000, outputBytes: 20_000_000 }

/**
 * Lets Terraform work on a module without touching it, and removes what it has written. Terraform gets no credentials and no settings
 * of the user, downloads nothing, and runs no other providers than those of one folder, which are programs.
 */
export async function withSandbox<Result>(
  directory: string,
  { file, providers, signal }: SandboxOptions,
  work: (run: RunTerraform) => Promise<Result>,
): Promise<Result> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'groundplan-terraform-')))
  try {
    const cwd = await linkModule(directory, join(home, 'modules'))
    const settings = join(home, 'settings.tfrc')
    await writeFile(settings, printSettings(providers ?? join(home, 'providers')))
    await mkdir(join(home, 'providers'))
    const env = {
      ...{ HOME: home, TMPDIR: home, PATH: readEnvironment()['PATH'] },
      ...{ TF_CLI_CONFIG_FILE: settings, TF_DATA_DIR: join(home, 'data') },
      ...{ TF_INPUT: '0', TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
      // Modules from elsewhere: no protocol of git, and no way out for HTTP.
      ...{ GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0' },
      ...{ HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: '' },
    }
    return await work((...args) =>
      runProgram(file, args, { cwd, env, extendEnv: false, ownGroup: true, limits, signal }),
    )
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Port 9 discards, where anybody listens at all. */
const nowhere = 'http://127.0.0.1:9'

function printSettings(providers: string): string {
  return `disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = ${JSON.stringify(providers)}
  }
}
`
}
