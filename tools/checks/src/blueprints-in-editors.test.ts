import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { blueprintJsonSchema } from '@groundplan/blueprint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node'

const require = createRequire(import.meta.url)

const text = `# yaml-language-server: $schema=blueprint.schema.json
spec_version: 2
inputs:
  size:
    typ: number
    format: ip-rang
    
  
outputs:
  url:
    value: x
    kind: lnk
grains:
  db:
    kind: terraform
    spec:
      source:
        store: s
        path: .
      
`

interface Item {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

/** The language server that editors use for YAML, with one file open. */
class Editor {
  readonly #server: ChildProcess
  readonly #connection: MessageConnection
  readonly #uri: string
  /** What the server says of the file: `line: message`. */
  readonly problems: Promise<readonly string[]>

  constructor(folder: string) {
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
    const document = { uri: this.#uri, languageId: 'yaml', version: 1, text }
    await connection.sendNotification('textDocument/didOpen', { textDocument: document })
    return published
  }

  /** What is offered at a place, which counts lines from 1 and characters from 0. */
  async complete(line: number, character: number): Promise<readonly Item[]> {
    const { items } = await this.#connection.sendRequest<{ items: readonly Item[] }>(
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
    const before = text.slice(0, text.indexOf(word)).split('\n')
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

describe('a blueprint in an editor with the YAML language server', () => {
  let folder: string
  let editor: Editor

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groundplan-editor-'))
    await writeFile(join(folder, 'blueprint.schema.json'), JSON.stringify(blueprintJsonSchema()))
    editor = new Editor(folder)
  })

  afterAll(async () => {
    editor.close()
    await rm(folder, { recursive: true, force: true })
  })

  test('has what is wrong underlined on its line', async () => {
    expect([...(await editor.problems)].sort()).toEqual([
      '12: Value is not accepted. Valid values: "regular", "link".',
      '5: Property typ is not allowed.',
      '6: Value is not accepted. Valid values: "ip-range", "ipv4-range".',
    ])
  })

  test('offers the keys of a place, with what they are for', async () => {
    await editor.problems
    const offered = await editor.complete(7, 4)
    const keys = offered.map(({ label }) => label)
    expect(keys).toEqual(
      expect.arrayContaining(['type', 'description', 'default', 'allowed-values', 'sensitive']),
    )
    expect(keys).not.toContain('grains')
    const { documentation } = offered.find(({ label }) => label === 'unit')!
    expect(documentation).toEqual({
      kind: 'markdown',
      value: expect.stringContaining('e.g. `GiB` or `seconds`'),
    })
    expect((await editor.complete(20, 6)).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['version', 'inputs', 'outputs', 'env-vars']),
    )
  })

  test('offers whole inputs', async () => {
    await editor.problems
    const input = (await editor.complete(8, 2)).find(({ label }) => label === 'input')
    expect(input?.insertText).toContain('type: ${2:string}')
  })

  test.each([
    ['spec_version', 'Version of the file format.'],
    ['size', 'One field of the launch form.'],
    ['format', '`ip-range`: an address range in CIDR notation'],
    ['store', 'Name of a connected repository.'],
    ['kind: terraform', '* `opentofu`'],
  ])('explains %s', async (word, explanation) => {
    await editor.problems
    expect(await editor.hover(word)).toContain(explanation)
  })
})
