import { tmpdir } from 'node:os'
import { readEnvironment } from '@groundplan/process'
import { createGit } from './git.ts'

/** The key for SSH and the hosts that are known, instead of the user's own. */
export interface SshSettings {
  /** Path of the private key. */
  readonly keyFile?: string | undefined
  /** Path of a known_hosts file. */
  readonly knownHostsFile?: string | undefined
}

/** Asks nobody, and gives up on hosts that do not answer or have gone away. */
const command = 'ssh -o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=15 -o ServerAliveCountMax=4'

/**
 * How git starts ssh, unless the operator says so (GIT_SSH_COMMAND, GIT_SSH or `core.sshCommand`). Settings for this repository come
 * before those; with them only host keys that are known are accepted, whatever the user's configuration says. `options` (`-o`) come first,
 * also to a command of the operator's, which has to take them as OpenSSH does.
 */
export async function sshEnvironment(
  url: string,
  settings: SshSettings = {},
  options: readonly string[] = [],
): Promise<Record<string, string>> {
  if (/^(?:https?|file|git):\/\//i.test(url)) return {}
  const own = printOptions(settings)
  const first = options.map((option) => ` -o ${quote(option)}`).join('')
  if (own !== '') return { GIT_SSH_COMMAND: `${command}${first} -o StrictHostKeyChecking=yes ${own}` }
  const { GIT_SSH_COMMAND, GIT_SSH } = readEnvironment()
  if (first !== '' && GIT_SSH_COMMAND !== undefined) return { GIT_SSH_COMMAND: `${GIT_SSH_COMMAND}${first}` }
  if (first !== '' && GIT_SSH !== undefined) return { GIT_SSH_COMMAND: `${quote(GIT_SSH)}${first}` }
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
  return configured === undefined || first !== ''
    ? { GIT_SSH_COMMAND: `${configured ?? command}${first}` }
    : {}
}

function printOptions({ keyFile, knownHostsFile }: SshSettings): string {
  const key = keyFile === undefined ? [] : [`-i ${quote(keyFile)}`, '-o IdentitiesOnly=yes']
  // ssh itself takes a space for the end of a file name, unless it is within double quotes.
  const known = knownHostsFile === undefined ? [] : [`-o ${quote(`UserKnownHostsFile="${knownHostsFile}"`)}`]
  return [...key, ...known].join(' ')
}

/** For the shell that git starts ssh with. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
