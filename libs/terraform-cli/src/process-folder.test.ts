import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { expect, it, onTestFinished } from 'vitest'
import { ProcessFolder } from './process-folder.ts'

const temporaryDirectory = useTemporaryDirectories()

it('is removed at the end, or by the next process if its own was killed, and not before', async () => {
  const directory = join(await temporaryDirectory(), 'runs')
  const child = spawn(process.execPath, [join(import.meta.dirname, 'process-folder.fixture.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const left = String((await once(child.stdout, 'data'))[0])
  const first = await ProcessFolder.open(directory)
  expect((await stat(first.path)).mode & 0o777).toBe(0o700)
  expect(await readFile(join(left, 'run-1/secret'), 'utf8')).toBe('canary')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const second = await ProcessFolder.open(directory)
  expect((await readdir(directory)).map((name) => join(directory, name)).toSorted()).toEqual(
    [first.path, second.path].toSorted(),
  )
  await first.close()
  await second.close()
  expect(await readdir(directory)).toEqual([])
})
