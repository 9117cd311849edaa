import type { ApiClient, MemberView } from '@groundplan/api-client'
import { Argument, Command } from 'commander'
import { run, withApi, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'

export function createMemberCommand(): Command {
  const command = new Command('member').description('Manage members: which people and groups have which role')
  command
    .command('list')
    .description('List members')
    .option('--everywhere', 'those of all spaces instead of the one space', false)
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan member list\n  groundplan member list --everywhere --json',
    )
    .action(run(listMembers))
  command
    .command('add')
    .description('Give a person or a group a role')
    .addArgument(kind())
    .argument('<name>', 'username or group, as the identity provider sends it')
    .requiredOption('--role <name>', 'see `groundplan role list`')
    .option('--everywhere', 'in all spaces, and in what belongs to none', false)
    .addHelpText(
      'after',
      [
        '',
        'You can give only roles whose permissions you have.',
        '',
        'Examples:',
        '  groundplan member add group platform-team --role devops',
        '  groundplan member add person ada@example.com --role account-admin --everywhere',
      ].join('\n'),
    )
    .action(run(changeMember('add')))
  command
    .command('remove')
    .description('Take a role away')
    .addArgument(kind())
    .argument('<name>', 'as `member list` shows it')
    .requiredOption('--role <name>', 'the role')
    .option('--everywhere', 'the role in all spaces', false)
    .addHelpText('after', '\nExample:\n  groundplan member remove group platform-team --role devops')
    .action(run(changeMember('remove')))
  return command
}

function kind(): Argument {
  return new Argument('<kind>', 'what the name is of').choices(['person', 'group'])
}

interface ListOptions {
  readonly everywhere: boolean
}

interface ChangeOptions extends ListOptions {
  readonly role: string
}

const listMembers: Action<ListOptions> = (context, _, { everywhere }) =>
  withApi(context, async ({ members }) => {
    const { items } = await members.list.query({ everywhere })
    const { terminal } = context
    terminal.result({ items }, () =>
      items.length === 0
        ? 'There are no members.'
        : terminal.table(
            ['Kind', 'Name', 'Role'],
            items.map(({ kind, name, role }) => [kind, name, role]),
          ),
    )
    return exitCodes.done
  })

function changeMember(change: 'add' | 'remove'): Action<ChangeOptions> {
  return (context, [kind = '', name = ''], { role, everywhere }) =>
    withApi(context, async ({ members }) => {
      const member = { kind: kind as MemberView['kind'], name, role, everywhere }
      const changed = await call(members, change, member)
      const verb = change === 'add' ? 'now has' : 'no longer has'
      context.terminal.result(changed, () => `The ${kind} "${name}" ${verb} the role "${role}".`)
      return exitCodes.done
    })
}

function call(
  members: ApiClient['members'],
  change: 'add' | 'remove',
  member: MemberView,
): Promise<MemberView> {
  return change === 'add' ? members.add.mutate(member) : members.remove.mutate(member)
}
