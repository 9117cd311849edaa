import type { ApiClient } from '@groundplan/api-client'
import { Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'

export function createRoleCommand(): Command {
  const command = new Command('role').description('Manage the roles that members can have')
  command
    .command('list')
    .description('List roles and their permissions')
    .addHelpText('after', '\nExamples:\n  groundplan role list\n  groundplan role list --json')
    .action(run(listRoles))
  command
    .command('set')
    .description('Define a role of your company, or change one')
    .argument('<name>', 'lowercase letters, digits and hyphens')
    .requiredOption('--permission <name...>', 'what it permits (docs/permissions.md)')
    .option('--title <text>', 'for people; by default the name')
    .addHelpText(
      'after',
      '\nExample:\n  groundplan role set auditor --title "Auditor" --permission imports.read proposals.read',
    )
    .action(run(setRole))
  command
    .command('remove')
    .description('Remove a role of your company: who has it loses it at once')
    .argument('<name>', 'as `role list` shows it')
    .addHelpText('after', '\nExample:\n  groundplan role remove auditor')
    .action(run(removeRole))
  return command
}

type Permissions = Parameters<ApiClient['roles']['put']['mutate']>[0]['permissions']

interface SetOptions {
  readonly permission: string[]
  readonly title?: string
}

const listRoles: Action<object> = (context) =>
  withApi(context, async ({ roles }) => {
    const { items } = await roles.list.query()
    const { terminal } = context
    terminal.result({ items }, () =>
      terminal.table(
        ['Name', 'Title', 'Built in', 'Permissions'],
        items.map(({ name, title, isBuiltIn, permissions }) => [
          ...[name, title, isBuiltIn ? 'yes' : 'no', permissions.join(', ')],
        ]),
      ),
    )
    return exitCodes.done
  })

const setRole: Action<SetOptions> = (context, [name = ''], { permission, title = name }) =>
  withApi(context, async ({ roles }) => {
    // The server knows which there are.
    const role = await roles.put.mutate({ name, title, permissions: permission as Permissions })
    context.terminal.result(role, () => `The role "${name}" permits: ${role.permissions.join(', ')}.`)
    return exitCodes.done
  })

const removeRole: Action<object> = (context, [name = '']) =>
  withApi(context, async ({ roles }) => {
    const removed = await roles.remove.mutate({ name })
    context.terminal.result(removed, () => `The role "${name}" is removed.`)
    return exitCodes.done
  })
