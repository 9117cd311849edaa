import { builtInRoles, permissionNames, permissions } from '@groundplan/access'
import { listProcedures } from '@groundplan/api'
import { format, resolveConfig } from 'prettier'

/** The permissions, who has them and what they are asked for, as Markdown. */
export async function printPermissions(file: string): Promise<string> {
  const text = [introduction, roleTable(), procedureTable()].join('\n\n')
  return format(text, { ...(await resolveConfig(file)), filepath: file })
}

const introduction = `# Permissions

<!-- Written by \`npm run generated:write\` from libs/access and libs/api; do not edit by hand. -->

Each procedure of the API asks for one permission, in the space that it works for. People have the permissions of their
[roles](sign-in.md#give-people-roles), and [API tokens](security.md#api-tokens) those that they were created with. Where nobody signs in,
whoever can reach the server, or has its access token, has the role ${builtInRoles['account-admin'].title}.`

const roles = Object.values(builtInRoles)

function roleTable(): string {
  const rows = permissionNames.map((name) => {
    const { allows, within } = permissions[name]
    const marks = roles.map((role) => (role.permissions.has(name) ? 'yes' : ''))
    return row([`\`${name}\``, allows, within, ...marks])
  })
  return [
    '## Roles',
    '',
    row(['Permission', 'Allows', 'Within', ...roles.map(({ title }) => title)]),
    row(Array.from({ length: 3 + roles.length }, () => '---')),
    ...rows,
  ].join('\n')
}

function procedureTable(): string {
  const rows = listProcedures().map(({ path, type, permission }) =>
    row([`\`${path}\``, type, `\`${permission}\``]),
  )
  return [
    '## Procedures',
    '',
    row(['Procedure', 'Type', 'Permission']),
    row(['---', '---', '---']),
    ...rows,
  ].join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
