import { MultiSelect } from '@mantine/core'

export interface FacetSelectProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly count: number }[]
  readonly chosen: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}

/** Narrows the catalog to entries with one of some values. Not there where there is nothing to choose. */
export function FacetSelect({ label, options, chosen, onChange }: FacetSelectProps) {
  if (options.length < 2 && chosen.length === 0) return null
  const counts = new Map(options.map(({ value, count }) => [value, count]))
  const values = [...new Set([...options.map(({ value }) => value), ...chosen])]
  return (
    <MultiSelect
      label={label}
      placeholder={chosen.length === 0 ? 'Any' : undefined}
      data={values.map((value) => ({ value, label: value }))}
      renderOption={({ option }) => `${option.label} (${counts.get(option.value) ?? 0})`}
      value={[...chosen]}
      onChange={onChange}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
      nothingFoundMessage="No matches"
      size="sm"
    />
  )
}
