import { InputError } from '@groundplan/errors'
import { Command } from 'commander'
import { run, withApi, type Action, type CommandContext } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRunning, requirePrivate } from '../server/connect.ts'
import { beginSignIn, finishSignIn, signOut } from '../sign-in/device-sign-in.ts'
import { readSession, storeSession } from '../sign-in/stored-sessions.ts'

export function createLoginCommand(): Command {
  return new Command('login')
    .description('Sign in at a server that has an identity provider')
    .addHelpText(
      'after',
      [
        '',
        'Shows an address and a code to enter there, in a browser on any machine. Later commands use the session until it expires.',
        'Programs use API tokens instead: see `groundplan token create --help`.',
        '',
        'Example:',
        '  GROUNDPLAN_URL=https://groundplan.example.com groundplan login',
      ].join('\n'),
    )
    .action(run(login))
}

export function createLogoutCommand(): Command {
  return new Command('logout')
    .description('End your session at the server')
    .addHelpText('after', '\nExample:\n  groundplan logout')
    .action(run(logout))
}

export function createWhoamiCommand(): Command {
  return new Command('whoami')
    .description('Show who you are to the server, and what you may do')
    .addHelpText('after', '\nExamples:\n  groundplan whoami\n  groundplan whoami --json')
    .action(run(whoami))
}

const login: Action<object> = async ({ config, terminal, signal }) => {
  const url = await findServer(config)
  requirePrivate(url)
  const begun = await beginSignIn(url)
  const { verificationUri, verificationUriComplete, userCode } = begun
  if (terminal.json) terminal.note(JSON.stringify({ verificationUri, verificationUriComplete, userCode }))
  else
    terminal.note(
      `Open ${verificationUriComplete ?? verificationUri} in a browser, and confirm the code ${userCode}.`,
    )
  const session = await finishSignIn(url, begun, signal)
  await storeSession(config.userDataFolder, url, session)
  const { username, expiresAt } = session
  terminal.result({ username, expiresAt }, () => `You are signed in as ${username} until ${expiresAt}.`)
  return exitCodes.done
}

const logout: Action<object> = async ({ config, terminal }) => {
  const url = await findServer(config)
  const session = await readSession(config.userDataFolder, url)
  if (session === undefined)
    throw new InputError(`You are not signed in at ${url}.`, { hint: 'See `groundplan login --help`.' })
  const signOutUrl = await signOut(url, session.token)
  await storeSession(config.userDataFolder, url, undefined)
  terminal.result({ username: session.username, signOutUrl }, () => 'You are signed out.')
  return exitCodes.done
}

const whoami: Action<object> = (context) =>
  withApi(context, async (client) => {
    const [{ user, space, permissions }, { items: spaces }] = await Promise.all([
      client.about.query(),
      client.spaces.mine.query(),
    ])
    const { terminal } = context
    terminal.result({ user, space, permissions, spaces }, () =>
      [
        `${user}, in the space "${space}"`,
        '',
        ...permissions.map((permission) => `  ${permission}`),
        ...(spaces.length < 2 ? [] : ['', `Spaces: ${spaces.map(({ name }) => name).join(', ')}`]),
      ].join('\n'),
    )
    return exitCodes.done
  })

/** The address of the server that commands talk to. A server that is started for one command has no sessions. */
async function findServer(config: CommandContext['config']): Promise<string> {
  const url = config.url ?? (await findRunning(config))
  if (url !== undefined) return url.replace(/\/+$/, '')
  throw new InputError('There is no server to sign in to.', {
    hint: 'Set GROUNDPLAN_URL to its address.',
  })
}
