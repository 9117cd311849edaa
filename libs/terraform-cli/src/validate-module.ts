import { join, resolve } from 'node:path'
import { ExternalServiceError, type Diagnostic } from '@groundplan/errors'
import { z } from 'zod'
import type { TerraformProgram } from './find-terraform.ts'
import { readJson } from './read-json.ts'
import { parsePrintedErrors } from './run/parse-printed-errors.ts'
import { withSandbox } from './sandbox/sandbox.ts'

export interface ValidateModuleOptions {
  readonly program: TerraformProgram
  /** Folder with providers, as `terraform providers mirror` writes it. They run as programs. Absent: only built-in providers. */
  readonly providers?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** What `terraform init -backend=false` and `terraform validate` say of a module. */
export type ModuleValidation =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'rejected'; readonly diagnostics: readonly Diagnostic[] }
  /** It needs something that is not on this machine. */
  | { readonly kind: 'unknown'; readonly reason: string }

const Place = z.object({ line: z.number(), column: z.number() })
const Validation = z.object({
  diagnostics: z.array(
    z.object({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().optional(),
      range: z.object({ filename: z.string(), start: Place }).nullish(),
    }),
  ),
})

/**
 * Has Terraform validate the module in a directory, in a sandbox: nothing is downloaded and the directory stays as it is. Positions
 * are below the directory as given. Throws ExternalServiceError if Terraform cannot be run or is stopped.
 */
export async function validateModule(
  directory: string,
  { program: { file }, providers, signal }: ValidateModuleOptions,
): Promise<ModuleValidation> {
  const sandbox = { file, providers: providers && resolve(providers), signal }
  return withSandbox(resolve(directory), sandbox, async (run) => {
    const begun = await run('init', '-backend=false', '-no-color')
    if (begun.exitCode !== 0) return judgeInit(`${begun.stdout.toString('utf8')}\n${begun.stderr}`, directory)
    const { stdout, stderr } = await run('validate', '-json', '-no-color')
    const printed = readJson(Validation, stdout)
    if (printed === undefined) {
      throw new ExternalServiceError(`${file} validate gave no answer: ${stderr.trim().slice(0, 1000)}`, {
        service: file,
      })
    }
    const errors = printed.diagnostics.filter(({ severity }) => severity === 'error')
    if (errors.length === 0) return { kind: 'accepted' }
    return {
      kind: 'rejected',
      diagnostics: errors.map(({ summary, detail = '', range }) =>
        toDiagnostic(`${summary}: ${detail}`, directory, {
          file: range?.filename ?? '',
          ...range?.start,
        }),
      ),
    }
  })
}

/** `init` prints its errors for people only. */
function judgeInit(text: string, directory: string): ModuleValidation {
  const errors = parsePrintedErrors(text)
  const unavailable = errors.find(({ summary }) => isUnavailable(summary))
  if (unavailable !== undefined) return { kind: 'unknown', reason: toReason(oneLine(unavailable.detail)) }
  if (errors.length === 0)
    return { kind: 'rejected', diagnostics: [toDiagnostic(text, directory, { file: '' })] }
  // The first one only announces the others.
  const own = errors.filter(({ summary }) => !summary.startsWith('Terraform encountered problems'))
  return {
    kind: 'rejected',
    diagnostics: (own.length === 0 ? errors : own).map(({ summary, detail, ...place }) =>
      toDiagnostic(`${summary}: ${detail}`, directory, place),
    ),
  }
}

/** Without the places of the sandbox. */
function toReason(detail: string): string {
  const [, module, source] = /module "([^"]+)" \([^)]*\) (?:source code from "([^"]+)")?/.exec(detail) ?? []
  if (module !== undefined) return `Module "${module}" is not on this machine${source ? `: ${source}` : ''}.`
  const [, provider] = /versions for provider (\S+?):? /.exec(detail) ?? []
  if (provider !== undefined)
    return `Provider ${provider} is not on this machine, or not in a suitable version.`
  return detail.slice(0, 500)
}

function isUnavailable(summary: string): boolean {
  return /Failed to query available provider packages|Failed to (?:request|retrieve|download)|Failed to install provider|Could not download module|Module not found|Error accessing remote module registry|Failed to resolve provider packages|inconsistent dependency lock file/i.test(
    summary,
  )
}

function toDiagnostic(
  text: string,
  directory: string,
  { file, line, column }: { file: string; line?: number | undefined; column?: number | undefined },
): Diagnostic {
  return {
    ...{ severity: 'error', rule: 'terraform', file: join(directory, file), line, column },
    message: oneLine(text).slice(0, 2000) || 'terraform init failed.',
  }
}

function oneLine(text: string): string {
  return text
    .replace(/^[│╵╷]\s?/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
