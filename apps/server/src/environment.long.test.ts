import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createNodeApiClient } from '@groundplan/api-client/node'
import { GitRepository, isolatedGitEnvironment, patience, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it, vi } from 'vitest'

const temporaryDirectory = useTemporaryDirectories()
const canaries = {
  GROUNDPLAN_SECRET_X: 'CANARY-secret',
  GROUNDPLAN_SECRET_X_ORIGINS: 'https://git.example.com',
  GROUNDPLAN_BLUEPRINTS_TOKEN: 'CANARY-token',
  GROUNDPLAN_BLUEPRINTS_WEBHOOK_SECRET: 'CANARY-webhook',
  AWS_SECRET_ACCESS_KEY: 'CANARY-aws',
  MY_DB_PASSWORD: 'CANARY-password',
  PGPASSWORD: 'CANARY-pg',
}

/** A program `git` that records its environment, as the kernel has it, before it becomes the real one. */
async function recordGit(directory: string): Promise<string> {
  const log = join(directory, 'environments')
  const git = join(directory, 'bin/git')
  const path = (process.env['PATH'] ?? '').replaceAll("'", '')
  const lines = ['#!/bin/sh', `env >> '${log}'`, `tr '\\0' '\\n' < /proc/$PPID/environ >> '${log}'`]
  await mkdir(join(directory, 'bin'))
  await writeFile(git, [...lines, `PATH='${path}' exec git "$@"`, ''].join('\n'), { mode: 0o755 })
  return log
}

it.skipIf(!existsSync('/proc/self/environ'))(
  'no process that the server starts inherits a secret',
  async () => {
    const directory = await temporaryDirectory()
    const estate = await GitRepository.create(join(directory, 'estate'))
    await estate.commit({ 'vpc/main.tf': 'variable "cidr" {\n  type = string\n}\n' })
    const home = join(directory, 'home')
    const log = await recordGit(directory)
    const env = {
      ...process.env,
      ...isolatedGitEnvironment,
      GROUNDPLAN_HOME: home,
      GROUNDPLAN_PORT: '0',
      GROUNDPLAN_LOG_LEVEL: 'warn',
      ...canaries,
      PATH: `${join(directory, 'bin')}:${process.env['PATH']}`,
    }
    const child = fork(join(import.meta.dirname, 'main.ts'), {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    try {
      const [message] = (await once(child, 'message')) as [{ kind: string; url: string }]
      expect(message).toMatchObject({ kind: 'ready' })
      const client = createNodeApiClient(message.url)
      const { number } = await client.imports.start.mutate({ repositories: [{ address: estate.directory }] })
      await vi.waitFor(async () => {
        expect((await client.imports.get.query({ number })).state.status).toBe('finished')
      }, patience)
    } finally {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    const environments = await readFile(log, 'utf8')
    expect(environments).toMatch(/^PATH=/m)
    expect(environments).not.toContain('CANARY')
  },
  120_000,
)
