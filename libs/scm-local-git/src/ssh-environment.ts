import { tmpdir } from 'node:os'
import { readEnvironment } from '@groundplan/process'
import { createGit } from './git.ts'

/** Asks nobody, and gives up on hosts that do not answer or have gone away. */
const command = 'ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4'

/** How git starts ssh, unless the operator says so (GIT_SSH_COMMAND, GIT_SSH or `core.sshCommand`). */
export async function sshEnvironment(url: string): Promise<Record<string, string>> {
  if (/^(?:https?|file|git):\/\//i.test(url)) return {}
  const { GIT_SSH_COMMAND, GIT_SSH } = readEnvironment()
  if (GIT_SSH_COMMAND !== undefined || GIT_SSH !== undefined) return {}
  const git = createGit({
    directory: tmpdir(),
    layout: { gitDirectory: '/dev/null' },
    subject: 'the settings of git',
    remote: { url },
    lane: { kind: 'own' },
    limits: { milliseconds: 10_000 },
  })
  const configured = await git.ask('config', '--get', 'core.sshCommand').catch(() => undefined)
  return configured === undefined ? { GIT_SSH_COMMAND: command } : {}
}
