import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'

const require = createRequire(import.meta.url)

/** What is offered at a place. */
export interface OfferedItem {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

/** The language server that editors use for YAML, with one file open. */
export class YamlEditor {
  readonly #server: ChildProcess
  readonly #connection: MessageConnection
  readonly #uri: string
  readonly #text: string
  /** What the server says of the file: `line: message`. */
  readonly problems: Promise<readonly string[]>

  constructor(folder: string, text: string) {
    this.#text = text
    const program = require.resolve('yaml-language-server/bin/yaml-language-server')
    this.#server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    const { stdout, stdin } = this.#server
    this.#connection = createMessageConnection(
      new StreamMessageReader(stdout!),
      new StreamMessageWriter(stdin!),
    )
    this.#uri = pathToFileURL(join(folder, 'a.yaml')).href
    this.problems = this.#open(folder)
  }

  async #open(folder: string): Promise<readonly string[]> {
    const connection = this.#connection
    const published = new Promise<readonly string[]>((resolve) => {
      connection.onNotification('textDocument/publishDiagnostics', ({ diagnostics }) =>
        resolve(diagnostics.map(describeProblem)),
      )
    })
    connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null))
    connection.onRequest('client/registerCapability', () => null)
    connection.listen()
    const textDocument = {
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      hover: { contentFormat: ['markdown'] },
    }
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { textDocument },
    })
    await connection.sendNotification('initialized', {})
    const document = { uri: this.#uri, languageId: 'yaml', version: 1, text: this.#text }
    await connection.sendNotification('textDocument/didOpen', { textDocument: document })
    return published
  }

  /** What is offered at a place, which counts lines from 1 and characters from 0. */
  async complete(line: number, character: number): Promise<readonly OfferedItem[]> {
    const { items } = await this.#connection.sendRequest<{ items: readonly OfferedItem[] }>(
      'textDocument/completion',
      {
        textDocument: { uri: this.#uri },
        position: { line: line - 1, character },
      },
    )
    return items
  }

  /** What is shown when the mouse rests on the first place of a word. */
  async hover(word: string): Promise<string> {
    const before = this.#text.slice(0, this.#text.indexOf(word)).split('\n')
    const position = { line: before.length - 1, character: before.at(-1)!.length + 1 }
    const shown = await this.#connection.sendRequest<{ contents: { value: string } } | null>(
      'textDocument/hover',
      {
        textDocument: { uri: this.#uri },
        position,
      },
    )
    return shown?.contents.value ?? ''
  }

  close(): void {
    this.#connection.dispose()
    this.#server.kill()
  }
}

function describeProblem(problem: {
  readonly message: string
  readonly range: { readonly start: { readonly line: number } }
}) {
  return `${problem.range.start.line + 1}: ${problem.message}`
}
