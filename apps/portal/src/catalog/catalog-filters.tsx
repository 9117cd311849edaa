import { Chip, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconSearch } from '../icons/icons.ts'
import { getRouteApi } from '@tanstack/react-router'
import classes from './catalog-filters.module.css'
import { joinLabels, splitLabels, type CatalogSearch } from './catalog-search.ts'
import { useDebouncedField } from './use-debounced-field.ts'

const route = getRouteApi('/catalog')

export interface CatalogFiltersProps {
  readonly labels: readonly { readonly name: string; readonly count: number }[]
  readonly matches: number
}

/** Search box and labels; what they say is in the address, so that it can be sent to others. */
export function CatalogFilters({ labels, matches }: CatalogFiltersProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const chosen = splitLabels(search.labels)
  const change = (next: CatalogSearch) => void navigate({ search: next, replace: true, resetScroll: false })
  const [text, setText] = useDebouncedField(search.search ?? '', (value) =>
    change({ ...withoutEmpty({ ...search, search: value.trim() }) }),
  )
  return (
    <Stack gap="sm" role="search" aria-label="Catalog">
      <Group gap="md" justify="space-between" align="center">
        <TextInput
          className={classes.search}
          aria-label="Search the catalog"
          placeholder="Search by name, description or label"
          type="search"
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          leftSection={<IconSearch size={17} stroke={1.7} aria-hidden />}
          rightSection={
            text !== '' && <CloseButton aria-label="Clear the search" onClick={() => setText('')} />
          }
        />
        <Text size="sm" c="dimmed" role="status">
          {matches === 1 ? '1 blueprint' : `${matches} blueprints`}
        </Text>
      </Group>
      {labels.length > 0 && (
        <Chip.Group
          multiple
          value={[...chosen]}
          onChange={(names) => change(withoutEmpty({ ...search, labels: joinLabels(names) }))}
        >
          <Group gap={6} role="group" aria-label="Labels">
            {labels.map(({ name, count }) => (
              <Chip key={name} value={name} size="xs" radius="sm" variant="outline" classNames={classes}>
                {name} <span className={classes.count}>{count}</span>
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
    </Stack>
  )
}

function withoutEmpty({ search, labels }: CatalogSearch): CatalogSearch {
  return { ...(search ? { search } : {}), ...(labels ? { labels } : {}) }
}
