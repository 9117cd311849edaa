import { setTimeout as delay } from 'node:timers/promises'
import { CancelledError } from '@groundplan/errors'
import { runProgramInHelper, streamProgramInHelper } from '@groundplan/process'
import {
  classifyFailure,
  TerraformFailure,
  type CommandOptions,
  type SecretRedactor,
  type TerraformDiagnostic,
  type TerraformProgram,
} from '@groundplan/terraform-run'
import { OutputReader } from './output-reader.ts'
import { parsePrintedErrors } from './parse-printed-errors.ts'

/** Where and with what commands run. */
export interface TerraformContext {
  readonly program: TerraformProgram
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly redactor: SecretRedactor
  /** How long a command may take to end when it is asked to, in milliseconds. */
  readonly gracePeriod: number
  /** How long a command may take at all, in milliseconds. */
  readonly milliseconds: number
  /** Path of a file that is locked while a command runs that may change something. */
  readonly lockedFile?: string | undefined
}

/**
 * How long an apply may go on once this process has died, in milliseconds: what it has begun in a cloud by then should get into a state. It
 * is stopped after that.
 */
const applyLingers = 20_000

export interface CommandResult {
  readonly exitCode: number
  readonly diagnostics: readonly TerraformDiagnostic[]
}

/** Most output of a command whose answer is read as a whole, in bytes. */
const largestAnswer = 512 * 1024 * 1024

/**
 * Runs a command and hands on what it prints. Throws TerraformFailure unless its exit code is one of `accepted`; CancelledError once it has
 * ended because of `signal`: it gets SIGINT, which lets Terraform finish what it is doing and write the state, and is killed after the
 * grace period. An apply lingers for a while if this process dies.
 */
export async function runTerraform(
  { program, cwd, env, redactor, gracePeriod, milliseconds, lockedFile }: TerraformContext,
  args: readonly [string, ...string[]],
  { onEvent, signal, accepted = [0] }: CommandOptions & { readonly accepted?: readonly number[] } = {},
): Promise<CommandResult> {
  const reader = new OutputReader(redactor, onEvent)
  const { exitCode } = await streamProgramInHelper(program.file, args, {
    ...{ cwd, env, signal, milliseconds, stop: { signal: 'SIGINT', gracePeriod } },
    ...(args[0] === 'apply' ? { lockedFile, lingers: applyLingers } : {}),
    onOutput: (part) => reader.write(part),
  }).catch((error: unknown) => {
    reader.end()
    throw error
  })
  const diagnostics = reader.end()
  if (accepted.includes(exitCode)) return { exitCode, diagnostics }
  throw toFailure(args[0], exitCode, diagnostics, reader.printed)
}

/** Runs a command whose answer is one JSON text, which may hold secrets. Throws as {@link runTerraform} does. */
export async function askTerraform(
  { program, cwd, env, redactor, milliseconds }: TerraformContext,
  args: readonly [string, ...string[]],
  { signal, accepted = [0] }: Pick<CommandOptions, 'signal'> & { readonly accepted?: readonly number[] } = {},
): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgramInHelper(program.file, args, {
    ...{ cwd, env, extendEnv: false, signal, limits: { milliseconds, outputBytes: largestAnswer } },
  })
  if (accepted.includes(exitCode)) return stdout.toString('utf8')
  const printed = redactor.redact(stderr)
  const errors = parsePrintedErrors(printed).map(({ summary, detail }) => ({
    ...{ severity: 'error' as const, summary, detail },
  }))
  throw toFailure(args[0], exitCode, errors, printed)
}

function toFailure(
  command: string,
  exitCode: number,
  found: readonly TerraformDiagnostic[],
  printed: string,
): TerraformFailure {
  const errors = found.filter(({ severity }) => severity === 'error')
  const rest = {
    severity: 'error',
    summary: `Exit code ${exitCode}`,
    detail: printed.trim().slice(-2000),
  } as const
  const diagnostics = errors.length === 0 ? [rest] : errors
  return new TerraformFailure({ command, exitCode, diagnostics, reason: classifyFailure(diagnostics) })
}

/** Pauses before the second and third attempt, in milliseconds. */
const pauses = [1000, 5000]

/** Repeats work that changes nothing when it fails, while it fails for a passing reason. */
export async function retryTransient<Result>(
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof TerraformFailure) || error.reason !== 'transient') throw error
    }
    await delay(pause, undefined, { signal }).catch(() => {
      throw new CancelledError()
    })
  }
  return work()
}
