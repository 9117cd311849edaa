import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InProcessModuleReader, moduleLimits } from '@groundplan/terraform-module'
import { patience } from '@groundplan/testing'
import { describe, expect, it, vi } from 'vitest'
import { ForeignProcesses, type ForeignProcessesOptions } from './foreign-processes.ts'
import { ProcessModuleReader } from './process-module-reader.ts'

const encoder = new TextEncoder()
const module = (path: string, text = `variable "${path}" {}`) => ({
  path,
  files: [{ path: `${path}/main.tf`, bytes: encoder.encode(text) }],
})
const failing = join(import.meta.dirname, '../__fixtures__/failing-module-process.ts')
const createReader = (options: ForeignProcessesOptions) =>
  new ProcessModuleReader(new ForeignProcesses(options))
const never = new AbortController().signal

/** The first problem of each module that has one, by its path. */
async function readProblems(reader: ProcessModuleReader, paths: readonly string[]) {
  const read = await reader.read(
    paths.map((path) => module(path)),
    never,
  )
  expect(read.map(({ path }) => path)).toEqual(paths)
  return Object.fromEntries(
    read.flatMap(({ path, diagnostics: [first] }) => (first === undefined ? [] : [[path, first.message]])),
  )
}

describe('ProcessModuleReader', () => {
  it('reads what is read in this process, numbers with all their digits included', async () => {
    const texts = [
      'variable "a" { default = { x = [1, 9007199254740993, { __proto__ = 1e400, "__proto__" = 12345678901234567890 }] } }',
      'variable "b" {\n type = number\n validation {\n  condition = var.b < 9007199254740993\n error_message = "x"\n }\n}',
      'variable "c" { type = object({ a = optional(number, 9007199254740993) }) }',
      'variable "broken" {',
      'output "o" { value = var.x }\nlocals { a = 1 }\nterraform { required_version = ">= 1.6" }',
    ]
    const batch = texts.map((text, index) => module(`m${index}`, text))
    const read = await createReader({ processes: 1 }).read(batch, never)
    expect(read).toEqual(await new InProcessModuleReader().read(batch, never))
    expect(read.map(({ diagnostics }) => diagnostics.length > 0)).toEqual([false, false, false, true, false])
  })

  it('loses only the modules that end the process or exhaust its memory', async () => {
    const reader = createReader({ processes: 2, memory: 100, program: failing })
    const paths = ['a', 'die', 'c', 'memory', 'd', 'throw', 'e']
    const problems = await readProblems(reader, paths)
    expect(Object.keys(problems)).toEqual(['die', 'memory', 'throw'])
    expect(problems['die']).toMatch(/exited with code 3/)
    expect(problems['memory']).toMatch(/^Reading this module exceeded the memory limit of 100 MB/)
    expect(problems['throw']).toMatch(/It failed/)
  })

  it.skipIf(!existsSync('/proc'))(
    'loses only the modules that use too much processor time',
    async () => {
      const times = { processor: 2_500, clock: 60 * 60_000 }
      const reader = createReader({ processes: 1, times, program: failing })
      const problems = await readProblems(reader, ['a', 'spin', 'b'])
      expect(Object.keys(problems)).toEqual(['spin'])
      expect(problems['spin']).toMatch(
        /^Reading this module exceeded the time limit of 2\.5 s of processor time/,
      )
    },
    // A busy machine takes long to give it that much.
    20 * 60_000,
  )

  it('waits for modules that use no processor time', async () => {
    const times = { processor: 4_000, clock: 10 * 60_000 }
    const reader = createReader({ processes: 1, times, program: failing })
    expect(await readProblems(reader, ['a', 'rest', 'b'])).toEqual({})
  })

  it('does not wait for ever', async () => {
    const times = { processor: 4_000, clock: 100 }
    const reading = createReader({ processes: 1, times, program: failing }).read([module('wait')], never)
    expect((await reading)[0]?.diagnostics[0]?.message).toMatch(
      /^Reading this module exceeded the time limit of 0\.1 s\./,
    )
  })

  it('stops in the middle of a module when it is told to', async () => {
    const reader = createReader({
      processes: 1,
      program: failing,
    })
    const stop = new AbortController()
    const reading = reader.read([module('spin')], stop.signal)
    setTimeout(() => stop.abort(new Error('Enough.')), 500)
    await expect(reading).rejects.toThrow('Enough.')
    expect(await reader.read([module('a')], never)).toMatchObject([{ path: 'a', diagnostics: [] }])
  })

  it('tells how much too much a module declares, and keeps the rest of it', async () => {
    const count = moduleLimits.outputs + 1
    const text = Array.from({ length: count }, (_, index) => `output "o${index}" { value = 1 }\n`).join('')
    const [read] = await createReader({ processes: 1 }).read([module('m', `${text}variable "x" {}`)], never)
    expect(read).toMatchObject({ outputs: [], variables: [{ name: 'x' }] })
    expect(read?.diagnostics).toMatchObject([
      { rule: 'size', message: expect.stringContaining(`${count} outputs`) },
    ])
  })

  it.skipIf(!existsSync('/proc'))(
    'leaves no process behind that is busy when this one is killed',
    async () => {
      const code = `
      const { ForeignProcesses, ProcessModuleReader } = await import(${JSON.stringify(join(import.meta.dirname, '../index.ts'))})
      const program = ${JSON.stringify(failing)}
      const reader = new ProcessModuleReader(new ForeignProcesses({ processes: 1, program }))
      await reader.read([{ path: 'spin', files: [] }], new AbortController().signal)`
      const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
      const children = async () => {
        const { pid } = parent
        const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
        return listed.trim().split(' ').filter(Boolean).map(Number)
      }
      const [child = 0] = await vi.waitFor(async () => {
        const found = await children()
        expect(found).toHaveLength(1)
        return found
      }, patience)
      parent.kill('SIGKILL')
      await vi.waitFor(() => expect(() => process.kill(child, 0)).toThrow('ESRCH'), patience)
    },
  )
})
