import { StringDecoder } from 'node:string_decoder'
import type { OutputPart } from '@groundplan/process'
import {
  parseEvent,
  type RedactionStream,
  type SecretRedactor,
  type TerraformDiagnostic,
  type TerraformEvent,
} from '@groundplan/terraform-run'
import { parsePrintedErrors } from './parse-printed-errors.ts'

/** How much of the output of one command is handed on, in characters. */
const mostCharacters = 10_000_000

/** How much is kept to find errors in that are printed for people, in characters. */
const keptCharacters = 200_000

/** How long one line may be before it is handed on in parts, in characters. */
const longestLine = 1_000_000

/** Reads what a command prints: without secrets, line by line, as events. */
export class OutputReader {
  readonly #streams: Readonly<Record<'out' | 'error', LineReader>>
  readonly #onEvent: ((event: TerraformEvent) => void) | undefined
  readonly #diagnostics: TerraformDiagnostic[] = []
  #characters = 0
  #printed = ''

  constructor(redactor: SecretRedactor, onEvent: ((event: TerraformEvent) => void) | undefined) {
    this.#onEvent = onEvent
    const take = (line: string) => this.#take(line)
    this.#streams = {
      out: new LineReader(redactor.stream(), take),
      error: new LineReader(redactor.stream(), take),
    }
  }

  write({ bytes, isError = false }: OutputPart): void {
    this.#streams[isError ? 'error' : 'out'].write(bytes)
  }

  /** All errors and warnings, once everything is there, with places in the repository. */
  end(): readonly TerraformDiagnostic[] {
    this.#streams.out.end()
    this.#streams.error.end()
    const given = this.#diagnostics.map(inRepository)
    if (given.some(({ severity }) => severity === 'error')) return given
    const printed = parsePrintedErrors(this.#printed).map(({ summary, detail, file, line }) => ({
      ...{ severity: 'error' as const, summary, detail },
      ...(line === undefined ? {} : { place: { file, line, column: 1 } }),
    }))
    return [...given, ...printed.map(inRepository)]
  }

  /** The end of what was printed for people. */
  get printed(): string {
    return this.#printed
  }

  #take(line: string): void {
    if (line.trim() === '') {
      this.#printed += '\n'
      return
    }
    const event = parseEvent(line)
    if (event.kind === 'diagnostic') this.#diagnostics.push(event)
    if (event.kind === 'text') this.#printed = `${this.#printed}${event.message}\n`.slice(-keptCharacters)
    this.#handOn(event)
  }

  #handOn(event: TerraformEvent): void {
    const before = this.#characters
    this.#characters += event.message.length
    // What decides about success is never left out.
    if (this.#characters <= mostCharacters || event.kind === 'diagnostic' || event.kind === 'summary')
      this.#onEvent?.(event)
    else if (before <= mostCharacters)
      this.#onEvent?.({
        kind: 'text',
        level: 'warn',
        message: 'The rest of the output is left out: it is too long.',
      })
  }
}

/** A generated root stands beside the code that it calls, see CliWorkspaces. */
const besideRoot = /^(?:\.\.\/)+repository\//

function inRepository(diagnostic: TerraformDiagnostic): TerraformDiagnostic {
  const { place } = diagnostic
  if (place === undefined) return diagnostic
  return { ...diagnostic, place: { ...place, file: place.file.replace(besideRoot, '') } }
}

/** Lines of a stream of bytes, without secrets. */
class LineReader {
  readonly #decoder = new StringDecoder('utf8')
  readonly #redaction: RedactionStream
  readonly #onLine: (line: string) => void
  #rest = ''

  constructor(redaction: RedactionStream, onLine: (line: string) => void) {
    this.#redaction = redaction
    this.#onLine = onLine
  }

  write(bytes: Uint8Array): void {
    this.#add(this.#redaction.write(this.#decoder.write(Buffer.from(bytes))))
  }

  end(): void {
    this.#add(this.#redaction.write(this.#decoder.end()) + this.#redaction.end())
    if (this.#rest !== '') this.#onLine(this.#rest)
    this.#rest = ''
  }

  #add(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#onLine(line.replace(/\r$/, ''))
    if (this.#rest.length <= longestLine) return
    this.#onLine(this.#rest)
    this.#rest = ''
  }
}
