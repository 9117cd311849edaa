import type { MemberView } from '@groundplan/api-client'
import { Badge, Group, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryState } from '../../api/query-state.tsx'
import { useTRPC } from '../../api/trpc.ts'
import { IconSearch } from '../../icons/icons.ts'
import { Panel } from '../../layout/panel.tsx'
import { RelativeTime } from '../../layout/relative-time.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { RowButton } from '../row-button.tsx'
import { RoleName } from './role-name.tsx'

type Listed = MemberView & { readonly since: string }

export interface MemberPanelProps {
  /** Those of all spaces instead of this one. */
  readonly everywhere: boolean
  /** Absent: they can't be changed. */
  readonly acts: { readonly onChange: Act; readonly onRemove: Act } | undefined
}

type Act = (member: MemberView) => void

/** From how many members on there is a search box. */
const searchFrom = 10

/** The members of the space, or those of all spaces. */
export function MemberPanel({ everywhere, acts }: MemberPanelProps) {
  const trpc = useTRPC()
  const query = useQuery(trpc.members.list.queryOptions({ everywhere }))
  const [search, setSearch] = useState('')
  const title = everywhere ? 'In all spaces' : 'In this space'
  const columns = columnsOf(acts)
  return (
    <QueryState query={query}>
      {({ items }) => {
        const shown = items.filter(({ name, role }) => includes(`${name} ${role}`, search))
        return (
          <Panel
            title={title}
            flush
            actions={
              items.length >= searchFrom && (
                <TextInput
                  size="xs"
                  type="search"
                  aria-label={`Search members ${title.toLowerCase()}`}
                  placeholder="Search"
                  leftSection={<IconSearch size={15} aria-hidden />}
                  value={search}
                  onChange={(event) => setSearch(event.currentTarget.value)}
                />
              )
            }
          >
            {shown.length === 0 ? (
              <Text c="dimmed" size="sm" p="lg">
                {items.length > 0
                  ? 'No members match.'
                  : everywhere
                    ? 'Nobody has a role in all spaces, apart from administrators that the operator names.'
                    : 'No members yet. Add a group of your identity provider, so that its people have a role here.'}
              </Text>
            ) : (
              <StackTable
                label={`Members ${title.toLowerCase()}`}
                columns={columns}
                rows={shown}
                rowKey={({ kind, name, role }) => `${kind} ${name} ${role}`}
              />
            )}
          </Panel>
        )
      }}
    </QueryState>
  )
}

function includes(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.trim().toLowerCase())
}

function columnsOf(acts: MemberPanelProps['acts']): readonly StackTableColumn<Listed>[] {
  return [
    { label: 'Member', heading: true, render: ({ name, kind }) => <MemberName name={name} kind={kind} /> },
    { label: 'Role', render: ({ role }) => <RoleName name={role} /> },
    { label: 'Since', render: ({ since }) => <RelativeTime time={since} /> },
    ...(acts === undefined
      ? []
      : [
          {
            label: 'Actions',
            hidesLabel: true,
            render: (member: Listed) => (
              <Group gap={6}>
                <RowButton
                  label="Change role"
                  about={`of ${member.name}`}
                  onClick={() => acts.onChange(member)}
                />
                <RowButton
                  label="Remove"
                  about={member.name}
                  color="red"
                  onClick={() => acts.onRemove(member)}
                />
              </Group>
            ),
          },
        ]),
  ]
}

function MemberName({ name, kind }: Pick<MemberView, 'name' | 'kind'>) {
  return (
    <Group gap={8}>
      {name}
      {kind === 'group' && <Badge color="gray">Group</Badge>}
    </Group>
  )
}
