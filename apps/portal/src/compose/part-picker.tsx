import type { CatalogEntryView } from '@groundplan/api-client'
import { MultiSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { Panel } from '../layout/panel.tsx'
import { maximumParts } from './compose-search.ts'

export interface ChosenPart {
  /** Name of the blueprint in the catalog. */
  readonly name: string
  /** Name of its grain in the composed blueprint. */
  readonly grain: string
}

export interface PartPickerProps {
  readonly entries: readonly CatalogEntryView[]
  readonly parts: readonly ChosenPart[]
  readonly onChoose: (names: readonly string[]) => void
  readonly onRename: (part: ChosenPart, grain: string) => void
}

/** Asks which blueprints are put together and what each is called in the result. */
export function PartPicker({ entries, parts, onChoose, onRename }: PartPickerProps) {
  const options = entries.map(({ name, displayName }) => ({
    value: name,
    label: displayName === name ? name : `${displayName} (${name})`,
  }))
  return (
    <Panel title="Parts">
      <Stack gap="lg">
        <MultiSelect
          label="Blueprints"
          description="Two or more from the catalog, each with one Terraform grain."
          placeholder={parts.length === 0 ? 'Search the catalog' : 'Add another'}
          data={options}
          value={parts.map(({ name }) => name)}
          onChange={onChoose}
          maxValues={maximumParts}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Remove all parts' }}
          hidePickedOptions
          nothingFoundMessage="No blueprint matches."
        />
        {parts.length > 0 && (
          <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
            {parts.map((part) => (
              <TextInput
                key={part.name}
                label={`Grain name of ${part.name}`}
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

function problemOf({ name, grain }: ChosenPart, parts: readonly ChosenPart[]): string | undefined {
  if (!/^[A-Za-z0-9][\w-]*$/.test(grain)) return 'Use letters, digits, hyphens and underscores.'
  const isTwice = parts.some((other) => other.name !== name && other.grain === grain)
  return isTwice ? 'Another part has this name.' : undefined
}
