import { expect, test } from 'vitest'
import { BatchReader } from './batch-reader.ts'

const program = new URL('./__fixtures__/dying-worker.ts', import.meta.url)

/** What became of each directory: its errors, or that it was read. */
async function read(batches: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> {
  const reader = new BatchReader({ lines: true, program })
  try {
    const answers = await Promise.all(batches.map((directories) => reader.read(directories)))
    return answers.map((modules) =>
      modules.map(({ directory, line = '' }) =>
        line === 'read' ? `${directory} read` : String(JSON.parse(line).diagnostics[0].summary),
      ),
    )
  } finally {
    await reader.close()
  }
}

test('a thread that dies loses only the module that killed it', async () => {
  expect(await read([['a'], ['b', 'throws', 'c', 'exits'], ['d', 'e']])).toEqual([
    ['a read'],
    [
      'b read',
      'Could not read the module: no more memory',
      'c read',
      'Could not read the module: the thread exited with code 7',
    ],
    ['d read', 'e read'],
  ])
})

test('a thread that always dies comes to an end', async () => {
  const batches = Array.from({ length: 6 }, () => ['exits', 'throws'])
  expect((await read(batches)).flat()).toHaveLength(12)
})

test('closing does not start another thread, and leaves no answer behind that fails', async () => {
  const reader = new BatchReader({ lines: true, program })
  void reader.read(['throws'])
  await reader.close()
})
