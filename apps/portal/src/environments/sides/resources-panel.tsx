import type { EnvironmentView } from '@groundplan/api-client'
import { Button, Center, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { IconSearch } from '../../icons/icons.ts'
import { EmptyState } from '../../layout/empty-state.tsx'
import { Panel } from '../../layout/panel.tsx'
import { StackTable, type StackTableColumn } from '../../layout/stack-table.tsx'
import { WebLink } from '../../layout/web-link.tsx'
import { resources as count } from '../words/plan-words.ts'
import { shorten } from '../words/shorten.ts'

type Row = EnvironmentView['grains'][number]['resources'][number] & { readonly grain: string }

const columns: readonly StackTableColumn<Row>[] = [
  { label: 'Address', heading: true, render: ({ address }) => <code>{shorten(address, 300)}</code> },
  { label: 'Type', breakable: true, render: ({ type }) => type },
  {
    label: 'ID',
    breakable: true,
    render: ({ id, tags }) => (
      <>
        {id !== undefined && <code>{shorten(id, 300)}</code>}
        {tags !== undefined && <Tags tags={tags} />}
      </>
    ),
  },
  { label: 'Part', render: ({ grain }) => grain },
  {
    label: 'Links',
    hidesLabel: true,
    render: ({ console, address }) =>
      console !== undefined && (
        <WebLink url={console}>
          Console<span className="visually-hidden"> of {shorten(address, 300)}</span>
        </WebLink>
      ),
  },
]

/** So many are shown before one asks for more. */
const fewRows = 100

/** Everything that exists because of the environment. */
export function ResourcesPanel({ environment }: { readonly environment: EnvironmentView }) {
  const [search, setSearch] = useState('')
  const [showsAll, setShowsAll] = useState(false)
  const all = environment.grains.flatMap(({ name, resources }) =>
    resources.map((resource): Row => ({ grain: name, ...resource })),
  )
  if (all.length === 0) {
    return (
      <EmptyState title="No resources">
        {environment.mayHaveResources
          ? 'Groundplan does not know of any yet. There may be some from a run that did not complete.'
          : 'What a run creates appears here.'}
      </EmptyState>
    )
  }
  const wanted = search.trim().toLowerCase()
  const matching = all.filter(({ address, type, id = '', grain }) =>
    `${address} ${type} ${id} ${grain}`.toLowerCase().includes(wanted),
  )
  const shown = showsAll ? matching : matching.slice(0, fewRows)
  return (
    <Panel
      title={`Resources (${all.length.toLocaleString('en')})`}
      flush
      actions={
        all.length > 8 && (
          <TextInput
            size="xs"
            type="search"
            aria-label="Search resources"
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
          No resources match.
        </Text>
      ) : (
        <StackTable
          label="Resources"
          columns={columns}
          rows={shown}
          rowKey={({ grain, address }) => `${grain} ${address}`}
        />
      )}
      {matching.length > shown.length && (
        <Center p="md">
          <Button variant="default" onClick={() => setShowsAll(true)}>
            Show all {count(matching.length)}
          </Button>
        </Center>
      )}
    </Panel>
  )
}

function Tags({ tags }: { readonly tags: NonNullable<Row['tags']> }) {
  const entries = Object.entries(tags).toSorted(([left], [right]) => left.localeCompare(right))
  return (
    <Text component="details" size="xs" c="dimmed">
      <summary>{entries.length === 1 ? '1 tag' : `${entries.length} tags`}</summary>
      {entries.map(([name, value]) => (
        <div key={name}>
          {name} = {value}
        </div>
      ))}
    </Text>
  )
}
