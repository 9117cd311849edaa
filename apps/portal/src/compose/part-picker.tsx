import { MultiSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { useDebouncedField } from '../layout/use-debounced-field.ts'
import { Panel } from '../layout/panel.tsx'
import { maximumParts } from './compose-search.ts'

/** So many matches are offered; who does not find the right one among them types more. */
const mostOptions = 50

export interface ChosenPart {
  /** Name of the blueprint in the catalog. */
  readonly name: string
  /** Name of its grain in the composed blueprint. */
  readonly grain: string
}

export interface PartPickerProps {
  readonly parts: readonly ChosenPart[]
  readonly onChoose: (names: readonly string[]) => void
  readonly onRename: (part: ChosenPart, grain: string) => void
}

/** Asks which blueprints to combine and what each is called in the result. */
export function PartPicker({ parts, onChoose, onRename }: PartPickerProps) {
  const [search, setSearch] = useState('')
  const [text, setText] = useDebouncedField(search, setSearch)
  const options = useOptions(search.trim(), parts)
  return (
    <Panel title="Parts">
      <Stack gap="lg">
        <MultiSelect
          label="Blueprints"
          description="At least two from the catalog, each with a single Terraform module."
          placeholder={parts.length === 0 ? 'Search the catalog' : 'Add another'}
          data={options}
          // The server has found them, by words that the options need not show.
          filter={({ options: found }) => found}
          searchValue={text}
          onSearchChange={setText}
          value={parts.map(({ name }) => name)}
          onChange={onChoose}
          maxValues={maximumParts}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Remove all parts' }}
          hidePickedOptions
          nothingFoundMessage="No blueprints match."
        />
        {parts.length > 0 && (
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
            {parts.map((part) => (
              <TextInput
                key={part.name}
                label={`Part name of ${part.name}`}
                maxLength={100}
                spellCheck={false}
                value={part.grain}
                error={problemOf(part, parts)}
                onChange={(event) => onRename(part, event.currentTarget.value)}
              />
            ))}
          </SimpleGrid>
        )}
      </Stack>
    </Panel>
  )
}

/** The blueprints that match, and those that are chosen already. */
function useOptions(search: string, parts: readonly ChosenPart[]) {
  const trpc = useTRPC()
  const { data } = useQuery({
    ...trpc.catalog.list.queryOptions({ search, limit: mostOptions }),
    placeholderData: keepPreviousData,
  })
  const found = (data?.items ?? []).map(({ name, displayName }) => ({
    value: name,
    label: displayName === name ? name : `${displayName} (${name})`,
  }))
  const names = new Set(found.map(({ value }) => value))
  const others = parts.flatMap(({ name }) => (names.has(name) ? [] : [{ value: name, label: name }]))
  return [...found, ...others]
}

function problemOf({ name, grain }: ChosenPart, parts: readonly ChosenPart[]): string | undefined {
  if (!/^[A-Za-z0-9][\w-]*$/.test(grain)) return 'Use letters, digits, hyphens, and underscores.'
  const isTwice = parts.some((other) => other.name !== name && other.grain === grain)
  return isTwice ? 'Another part already has this name.' : undefined
}
