import { PassThrough, Readable } from 'node:stream'
import type { ApiClient, EnvironmentView } from '@groundplan/api-client'
import { TRPCClientError } from '@trpc/client'
import { describe, expect, it } from 'vitest'
import { readEphemeral } from './read-ephemeral.ts'

const plain = { type: 'string', required: true, sensitive: false }
const inputs = [
  { ...plain, name: 'region', ephemeral: false },
  { ...plain, name: 'token', ephemeral: true },
  { ...plain, name: 'extra', ephemeral: true, required: false },
]

const environment = { blueprint: { name: 'shop', version: '1.0.0', commit: 'c' } } as EnvironmentView
const piped = (text: string) => ({ stdin: Readable.from([text]), stderr: new PassThrough() })

/** A catalog with the shop, or with nothing. */
function catalogOf(query: () => Promise<unknown>): ApiClient {
  return { catalog: { get: { query } } } as unknown as ApiClient
}

describe('ephemeral inputs of a run', () => {
  const client = catalogOf(async () => ({ inputs }))

  it('are read if they are named, and demanded if the run needs them', async () => {
    expect(await readEphemeral(client, environment, { ephemeral: ['token'] }, piped('t\n'))).toEqual({
      ephemeral: { token: 't' },
    })
    await expect(readEphemeral(client, environment, {}, piped(''))).rejects.toMatchObject({
      message: 'Each run needs a value of: token.',
      hint: expect.stringContaining('--ephemeral token'),
    })
    await expect(readEphemeral(client, environment, { ephemeral: ['region'] }, piped('x'))).rejects.toThrow(
      'no input "region"',
    )
  })

  it('are demanded as the server needs them again, whatever the blueprint requires', async () => {
    const read = (needed: readonly string[]) => readEphemeral(client, environment, { needed }, piped(''))
    await expect(read(['extra'])).rejects.toThrow('Each run needs a value of: extra.')
    expect(await read([])).toEqual({})
  })

  it('are left to the server where the catalog no longer shows the blueprint', async () => {
    const gone = catalogOf(async () => {
      throw new TRPCClientError('gone', {
        result: { error: { data: { code: 'NOT_FOUND', errorCode: 'not-found' } } } as never,
      })
    })
    expect(await readEphemeral(gone, environment, {}, piped(''))).toEqual({})
    expect(await readEphemeral(gone, environment, { ephemeral: ['key'] }, piped('k'))).toEqual({
      ephemeral: { key: 'k' },
    })
  })
})
