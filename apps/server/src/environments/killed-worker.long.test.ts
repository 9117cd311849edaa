import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  GitRepository,
  hasTerraform,
  isRequired,
  patience,
  useTemporaryDirectories,
} from '@groundplan/testing'
import { describe, expect, it, vi } from 'vitest'
import { requireStarted, runImport, useServerProcesses } from '../server-process.fixture.ts'

const skip = !(await hasTerraform()) && !isRequired('terraform')
if (skip) console.warn('Skipped: there is no terraform on PATH.')

const temporaryDirectory = useTemporaryDirectories()
const start = useServerProcesses()

/** Writes down what it creates, and takes its time for the second part. */
const moduleText = `
variable "journal" { type = string }
resource "terraform_data" "first" {
  provisioner "local-exec" { command = "echo first >> \${var.journal}" }
}
resource "terraform_data" "second" {
  depends_on = [terraform_data.first]
  provisioner "local-exec" { command = "echo began >> \${var.journal}; sleep 4; echo second >> \${var.journal}" }
}
`

/** Launches, and ends the server in the middle of the apply; then another one, at another port, has the environment. */
async function launchAcrossServers(endServer: 'kill' | 'stop') {
  const root = await temporaryDirectory()
  const [home, journal] = [join(root, 'home'), join(root, 'journal')]
  const repository = await GitRepository.create(join(root, 'platform'))
  await repository.commit({ 'slow/main.tf': moduleText })
  const first = requireStarted(await start(home))
  await runImport(first, repository.directory)
  await first.client.proposals.approve.mutate({ number: 1 })
  const { environment, request } = await first.client.environments.launch.mutate({
    ...{ name: 'Slow', blueprint: { name: 'slow' }, inputs: { journal } },
  })
  const readJournal = async () => (await readFile(journal, 'utf8')).trim().split('\n')
  await vi.waitFor(async () => expect(await readJournal()).toContain('began'), patience)
  await first[endServer]()
  const { client } = requireStarted(await start(home))
  await vi.waitFor(async () => {
    const { request: found } = await client.environments.request.query({ requestId: request.id })
    expect(found.status).toMatch(/done|failed/)
  }, 180_000)
  const { environment: launched } = await client.environments.get.query({ id: environment.id })
  return { state: launched.state, failure: launched.failure, journal: await readJournal() }
}

describe.skipIf(skip)('a launch whose server ends during the apply', { timeout: 400_000 }, () => {
  it('goes on after SIGKILL, and the next server knows everything that was created', async () => {
    const { journal, ...environment } = await launchAcrossServers('kill')
    expect(environment).toEqual({ state: 'active', failure: undefined })
    expect(journal).toEqual(['first', 'began', 'second'])
  })

  it('is interrupted if the server is stopped, and nothing that was complete is created twice', async () => {
    const { journal, ...environment } = await launchAcrossServers('stop')
    expect(environment).toEqual({ state: 'active', failure: undefined })
    expect(journal.filter((line) => line === 'first')).toHaveLength(1)
    expect(journal.at(-1)).toBe('second')
  })
})
