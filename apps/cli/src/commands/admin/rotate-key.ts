import { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createRotateKeyCommand(): Command {
  return new Command('rotate-key')
    .description(
      'Encrypt stored secrets, credentials and signing keys with the current master key, while the server runs',
    )
    .addHelpText(
      'after',
      `
With GROUNDPLAN_MASTER_KEY_KMS, this creates a new master key. Otherwise, to replace the master key: add the new key as the first line of GROUNDPLAN_MASTER_KEY_FILE on every server and worker, run this
command, and remove the former key.

Examples:
  groundplan admin rotate-key
  groundplan admin rotate-key --json`,
    )
    .action(run(rotateKey))
}

const rotateKey: Action<object> = (context) =>
  withApi(context, async ({ secrets }) => {
    const result = await secrets.rotateKey.mutate()
    const { keyId, changed } = result
    const counted = `${changed} ${changed === 1 ? 'value was' : 'values were'} encrypted again`
    context.terminal.result(result, () => `${counted}, with the master key ${keyId}.`)
    return exitCodes.done
  })
