import { InputError } from '@groundplan/errors'
import { Command } from 'commander'
import { z } from 'zod'
import { run, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRunningAccess } from '../server/connect.ts'

export function createOpenCommand(): Command {
  return new Command('open')
    .description('Print a link with which your browser signs in to the local server')
    .addHelpText(
      'after',
      [
        '',
        'The link works once, for 10 minutes. The server has to run on this machine, on your home folder.',
        '',
        'Examples:',
        '  groundplan open',
        '  GROUNDPLAN_HOME=/srv/groundplan groundplan open',
      ].join('\n'),
    )
    .action(run(open))
}

const Link = z.object({ url: z.string(), expiresAt: z.string() })

const open: Action<object> = async ({ config, terminal }) => {
  const access = await findRunningAccess(config)
  if (access === undefined) {
    throw new InputError(`No server is running on ${config.home}.`, {
      hint: 'Start it with `groundplan serve`, or set GROUNDPLAN_HOME to the folder of the one that runs.',
    })
  }
  const { url, token } = access
  if (token === undefined) {
    terminal.result({ url }, () => url)
    return exitCodes.done
  }
  const response = await fetch(`${url}/auth/links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
  })
  const link = Link.parse(await response.json())
  terminal.result(link, () => link.url)
  return exitCodes.done
}
