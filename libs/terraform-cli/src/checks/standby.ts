import { constants } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ExternalServiceError } from '@groundplan/errors'
import { runProgramInHelper, streamProgramInHelper } from '@groundplan/process'
import { SecretRedactor, type TerraformDiagnostic, type TerraformProgram } from '@groundplan/terraform-run'
import { OutputReader } from '../run/output-reader.ts'

/** How often one looks whether Terraform waits for values, in milliseconds. */
const pollInterval = 5

/** How long one check may take, start included, in milliseconds. */
const longest = 60_000

export interface StandbyOptions {
  readonly program: TerraformProgram
  /** The folder of the module. */
  readonly directory: string
  readonly env: Readonly<Record<string, string>>
  /** Distinguishes this from others of the folder. */
  readonly number: number
}

/**
 * A Terraform that is started already and waits for its values: it reads them from a pipe after everything else, just before it checks
 * them. Values are never on disk. It checks once.
 */
export class Standby {
  readonly #stop = new AbortController()
  readonly #pipe: string
  readonly #ended: Promise<readonly TerraformDiagnostic[]>
  readonly #ready: Promise<FileHandle>
  #isOver = false

  constructor({ program, directory, env, number }: StandbyOptions) {
    this.#pipe = join(directory, `values-${number}.tfvars.json`)
    const reader = new OutputReader(new SecretRedactor([]), undefined)
    const made = runProgramInHelper('mkfifo', ['-m', '600', this.#pipe], { signal: this.#stop.signal })
    this.#ended = made
      .then(({ exitCode, stderr }) => {
        if (exitCode !== 0)
          throw new ExternalServiceError(`mkfifo failed: ${stderr.trim()}`, { service: 'mkfifo' })
        const args = ['plan', '-json', '-no-color', '-input=false', '-lock=false', '-refresh=false']
        return streamProgramInHelper(program.file, [...args, `-var-file=${this.#pipe}`], {
          ...{ cwd: directory, env, signal: this.#stop.signal },
          stop: { signal: 'SIGTERM', gracePeriod: 100 },
          onOutput: (part) => reader.write(part),
        })
      })
      .finally(() => (this.#isOver = true))
      .then(() => reader.end())
    this.#ready = made.then(() => this.#waitForReader())
    // Whoever checks hears of it.
    for (const promise of [this.#ended, this.#ready]) promise.catch(() => {})
  }

  /** Checks values. Rejects if Terraform ends before it reads them, takes too long, or is stopped. */
  async check(values: string): Promise<readonly TerraformDiagnostic[]> {
    const timer = setTimeout(() => this.#stop.abort(), longest)
    try {
      const handle = await this.#ready
      try {
        await writeAll(handle, Buffer.from(values), () => this.#isOver)
      } finally {
        await handle.close()
      }
      return await this.#ended
    } finally {
      clearTimeout(timer)
      await rm(this.#pipe, { force: true })
    }
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#ready.then((handle) => handle.close()).catch(() => {})
    await this.#ended.catch(() => {})
    await rm(this.#pipe, { force: true })
  }

  /** A pipe can only be opened for writing without waiting once somebody reads it. */
  async #waitForReader(): Promise<FileHandle> {
    for (;;) {
      try {
        return await open(this.#pipe, constants.O_WRONLY | constants.O_NONBLOCK)
      } catch (error) {
        if (!hasCode(error, 'ENXIO')) throw error
      }
      if (this.#isOver)
        throw new ExternalServiceError('Terraform ended before it read the values.', { service: 'terraform' })
      await delay(pollInterval)
    }
  }
}

/** A pipe takes 64 kB at a time. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, isOver: () => boolean): Promise<void> {
  for (let at = 0; at < bytes.length && !isOver();) {
    try {
      at += (await handle.write(bytes, at)).bytesWritten
    } catch (error) {
      if (hasCode(error, 'EPIPE')) return
      if (!hasCode(error, 'EAGAIN')) throw error
      await delay(1)
    }
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
