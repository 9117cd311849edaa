import { Command } from 'commander'
import { run, withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createRevokeSigningKeysCommand(): Command {
  return new Command('revoke-signing-keys')
    .description('Replace the keys that sign tokens of runs, after a leak (docs/cloud-credentials.md)')
    .addHelpText(
      'after',
      `
Servers publish the new key, and none of the old ones, within 5 seconds. Clouds that keep keys they have read may reject runs until they
read them again. Runs keep the AWS keys that they already have, for up to an hour.

Examples:
  groundplan admin revoke-signing-keys
  groundplan admin revoke-signing-keys --json`,
    )
    .action(run(revokeSigningKeys))
}

const revokeSigningKeys: Action<object> = (context) =>
  withApi(context, async ({ credentials }) => {
    const result = await credentials.revokeSigningKeys.mutate()
    const { keyId, revoked } = result
    const counted = `${revoked} signing ${revoked === 1 ? 'key was' : 'keys were'} revoked`
    context.terminal.result(result, () => `${counted}. The new key is ${keyId}.`)
    return exitCodes.done
  })
