import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CancelledError, ExternalServiceError } from '@groundplan/errors'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { runProgram } from './run-program.ts'

const node = process.execPath
const temporaryDirectory = useTemporaryDirectories()
const evaluate = (code: string, options = {}) => runProgram(node, ['-e', code], options)

describe('runProgram', () => {
  it('gives exit code and output, whatever the code', async () => {
    const result = await evaluate(
      'process.stdout.write("out\\n"); process.stderr.write("err\\n"); process.exitCode = 7',
    )
    expect(result).toEqual({ exitCode: 7, stdout: Buffer.from('out\n'), stderr: 'err\n' })
  })

  it('gives bytes as they are, more than a pipe holds', async () => {
    const { stdout } = await evaluate('process.stdout.write(Buffer.alloc(3_000_000, 0xff))')
    expect(stdout.length).toBe(3_000_000)
    expect(stdout.every((byte) => byte === 0xff)).toBe(true)
  })

  it('passes input and ends it', async () => {
    const { stdout } = await evaluate('process.stdin.pipe(process.stdout)', { input: 'größe\n' })
    expect(stdout.toString('utf8')).toBe('größe\n')
  })

  it('does not mind a program that ends without reading its input', async () => {
    const { exitCode } = await evaluate('process.exit(3)', { input: Buffer.alloc(2_000_000) })
    expect(exitCode).toBe(3)
  })

  it('passes arguments as they are, without a shell', async () => {
    const odd = ['$(touch x)', 'a b', '"', "'", '*', '']
    const { stdout } = await runProgram(node, ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...odd])
    expect(JSON.parse(stdout.toString())).toEqual(odd)
  })

  it('adds to the environment, or replaces it', async () => {
    const names = 'process.stdout.write(JSON.stringify([process.env.ADDED, process.env.PATH !== undefined]))'
    const added = await evaluate(names, { env: { ADDED: 'yes' } })
    const replaced = await evaluate(names, { env: { ADDED: 'yes' }, extendEnv: false })
    expect(JSON.parse(added.stdout.toString())).toEqual(['yes', true])
    expect(JSON.parse(replaced.stdout.toString())).toEqual(['yes', false])
  })

  it('says which program is missing', async () => {
    const running = runProgram('groundplan-no-such-program', [])
    await expect(running).rejects.toThrow(ExternalServiceError)
    await expect(running).rejects.toMatchObject({
      message: 'Program "groundplan-no-such-program" not found.',
      hint: expect.stringContaining('PATH'),
    })
  })

  it('does not call a program missing when it is the folder that is missing', async () => {
    const cwd = join(await temporaryDirectory(), 'gone')
    await expect(evaluate('1', { cwd })).rejects.toThrow(`folder ${cwd} does not exist`)
  })

  it('reports a program that a signal ended', async () => {
    await expect(evaluate('process.kill(process.pid, "SIGKILL")')).rejects.toThrow(/failed: signal SIGKILL/)
  })

  it('stops the program when it is cancelled', async () => {
    const stop = new AbortController()
    const running = evaluate('setInterval(() => {}, 1000)', { signal: stop.signal })
    setTimeout(() => stop.abort(), 100)
    await expect(running).rejects.toThrow(CancelledError)
  })

  it('does not start a program that is cancelled already', async () => {
    const directory = await temporaryDirectory()
    const running = evaluate(`require('node:fs').writeFileSync('x', '')`, {
      cwd: directory,
      signal: AbortSignal.abort(),
    })
    await expect(running).rejects.toThrow(CancelledError)
    expect(await readdir(directory)).toEqual([])
  })
})
