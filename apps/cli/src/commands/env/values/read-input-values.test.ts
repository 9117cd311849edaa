import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { printLaunchValues, type ValueFormat } from '@groundplan/blueprint'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { readInputValues, type ReadValuesOptions } from './read-input-values.ts'
import type { InputFacts } from './to-input-value.ts'

const temporaryDirectory = useTemporaryDirectories()

const plain = { type: 'string', required: false, sensitive: false, ephemeral: false }
const inputs: readonly InputFacts[] = [
  { ...plain, name: 'region' },
  { ...plain, name: 'size', type: 'number' },
  { ...plain, name: 'on', type: 'bool' },
  { ...plain, name: 'zones', type: 'list(string)' },
  { ...plain, name: 'extra', type: 'any' },
  { ...plain, name: 'password', required: true, sensitive: true },
  { ...plain, name: 'pin', type: 'number', sensitive: true },
  { ...plain, name: 'token', required: true, ephemeral: true },
]

const piped = (text = '') => ({ stdin: Readable.from([text]), stderr: new PassThrough() })
const read = (options: ReadValuesOptions, input = piped()) => readInputValues(options, inputs, input)

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(await temporaryDirectory(), name)
  await writeFile(path, text)
  return path
}

describe('values of inputs', () => {
  it('are read from files of every kind, and from options after them', async () => {
    const tfvars = await fileOf('a.tfvars', 'region = "eu"\nsize = "2"\nzones = ["a"]\n')
    const json = await fileOf('b.tfvars.json', '{ "//": "x", "size": 3, "on": "true" }')
    const yaml = await fileOf('c.yaml', '# none\nextra:\n  a: [1]\n')
    const set = ['size=4', 'region=5', 'zones=["b"]']
    expect(await read({ values: [tfvars, json, yaml], set, unset: ['on'] })).toEqual({
      ...{ region: '5', size: 4, zones: ['b'], extra: { a: [1] }, on: null },
    })
    expect(await read({ values: [await fileOf('empty.yml', '# nothing\n')] })).toEqual({})
  })

  it('of --set are text for strings, and JSON where it is JSON for other types', async () => {
    const set = ['region={"a":1}', 'on=true', 'size=1e2', 'extra=plain text', 'extra={"b":null}', 'zones=x']
    expect(await read({ set })).toEqual({
      ...{ region: '{"a":1}', on: true, size: 100, extra: { b: null }, zones: 'x' },
    })
  })

  it('give back what `env export` printed', async () => {
    const values = { region: 'a"b\n${c}', size: 2, zones: ['x'], extra: { y: [true, null, 'z: #'] } }
    const blueprint = { spec_version: 2 as const, grains: {} }
    const launch = { name: 'shop', version: '1.0.0', blueprint, values }
    const print = (format: ValueFormat) => printLaunchValues(format, launch)
    for (const [format, name] of [
      ['tfvars', 'a.tfvars'],
      ['json', 'a.json'],
      ['yaml', 'a.yaml'],
    ] as const)
      expect(await read({ values: [await fileOf(name, print(format))] })).toEqual(values)
  })

  it('are refused with the place in the file, and a hint', async () => {
    const computed = await fileOf('a.tfvars', 'size = 1\nregion = var.x\n')
    await expect(read({ values: [computed] })).rejects.toThrow(
      `${computed}:2:1: error: The value of "region"`,
    )
    const unknown = await fileOf('b.yaml', 'size: 1\nregoin: eu\n')
    await expect(read({ values: [unknown] })).rejects.toMatchObject({
      message: `${unknown}:2:1: The blueprint has no input "regoin" that can be set.`,
      hint: 'Did you mean "region"?',
    })
    await expect(read({ values: [await fileOf('c.yaml', 'a: [\n')] })).rejects.toThrow(/c\.yaml:\d+:\d+/)
    await expect(read({ values: [await fileOf('d.yaml', '- 1\n')] })).rejects.toThrow('no values by name')
    await expect(read({ values: ['values.toml'] })).rejects.toThrow('Cannot tell the format')
    await expect(read({ values: ['none.json'] })).rejects.toThrow('Cannot read none.json')
    await expect(read({ set: ['size'] })).rejects.toThrow('has no name')
    await expect(read({ set: ['size=12345678901234567890'] })).rejects.toThrow('more digits than can be sent')
  })
})

describe('secrets', () => {
  it('are read from standard input and from files, in the types of their inputs', async () => {
    const file = await fileOf('pin', '1234\n')
    expect(await read({ secret: ['password', `pin=@${file}`] }, piped('hunter2\n'))).toEqual({
      ...{ password: 'hunter2', pin: 1234 },
    })
  })

  it('are never taken from the command line', async () => {
    for (const options of [
      { set: ['password=hunter2'] },
      { set: ['token=hunter2'] },
      { secret: ['password=hunter2'] },
      { ephemeral: ['token=hunter2'] },
    ]) {
      const error: unknown = await read(options).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'input-invalid', message: expect.stringContaining('command line') })
      expect(JSON.stringify(error)).not.toContain('hunter2')
    }
  })

  it('cannot share standard input', async () => {
    await expect(read({ secret: ['password'], ephemeral: ['token'] }, piped('x'))).rejects.toThrow(
      'Standard input holds one value, but 2 are wanted: password, token.',
    )
  })

  it('that are required are asked for at a terminal, unless there is a value', async () => {
    const terminal = () => {
      const stdin = Object.assign(new PassThrough(), { isTTY: true })
      const stderr = new PassThrough()
      // One answer for each question.
      let count = 0
      stderr.on('data', (text: Buffer) => {
        if (text.toString().startsWith('Value of')) stdin.write(`answer ${(count += 1)}\n`)
      })
      return { stdin, stderr }
    }
    expect(await readInputValues({}, inputs, terminal())).toEqual({ password: 'answer 1', token: 'answer 2' })
    expect(await readInputValues({ given: ['password'] }, inputs, terminal())).toEqual({ token: 'answer 1' })
  })
})
