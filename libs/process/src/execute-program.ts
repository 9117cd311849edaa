import { execa } from 'execa'

/** A program to be run, as plain data. */
export interface ProgramTask {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly extendEnv?: boolean | undefined
  readonly input?: string | Uint8Array | undefined
}

/** What came of it, as plain data. */
export type ProgramOutcome =
  | {
      readonly kind: 'ended'
      readonly exitCode: number
      readonly stdout: Uint8Array
      readonly stderr: string
    }
  | { readonly kind: 'cancelled' }
  /** It could not be started, or a signal ended it. */
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly reason: string }

export async function executeProgram(
  { file, args, cwd, env, extendEnv = true, input }: ProgramTask,
  signal?: AbortSignal,
): Promise<ProgramOutcome> {
  const result = await execa(file, args, {
    encoding: 'buffer',
    reject: false,
    extendEnv,
    stripFinalNewline: false,
    maxBuffer: 1024 * 1024 * 1024,
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(input === undefined ? {} : { input }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  if (result.isCanceled) return { kind: 'cancelled' }
  if (result.exitCode === undefined) {
    const reason =
      result.signal === undefined ? (result.shortMessage ?? 'unknown reason') : `signal ${result.signal}`
    return { kind: 'failed', code: result.code, reason }
  }
  return {
    kind: 'ended',
    exitCode: result.exitCode,
    stdout: result.stdout ?? new Uint8Array(),
    stderr: Buffer.from(result.stderr ?? new Uint8Array()).toString('utf8'),
  }
}
