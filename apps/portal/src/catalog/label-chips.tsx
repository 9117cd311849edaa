import { Anchor, Chip, Group } from '@mantine/core'
import { useState } from 'react'
import classes from './catalog-filters.module.css'

/** So many labels are shown before one asks for more. */
const fewLabels = 15

export interface LabelChipsProps {
  readonly labels: readonly { readonly value: string; readonly count: number }[]
  readonly chosen: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}

/** Narrows the catalog to entries with all of some labels. */
export function LabelChips({ labels, chosen, onChange }: LabelChipsProps) {
  const [showsAll, setShowsAll] = useState(false)
  const known = new Set(labels.map(({ value }) => value))
  const all = [...labels, ...chosen.flatMap((value) => (known.has(value) ? [] : [{ value, count: 0 }]))]
  const shown = showsAll ? all : all.filter(({ value }, index) => index < fewLabels || chosen.includes(value))
  if (all.length === 0) return null
  return (
    <Chip.Group multiple value={[...chosen]} onChange={onChange}>
      <Group gap={6} role="group" aria-label="Labels">
        {shown.map(({ value, count }) => (
          <Chip key={value} value={value} size="xs" radius="sm" variant="outline" classNames={classes}>
            {value} <span className={classes.count}>{count}</span>
          </Chip>
        ))}
        {all.length > fewLabels && (
          <Anchor component="button" type="button" size="sm" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show fewer labels' : `Show all ${all.length} labels`}
          </Anchor>
        )}
      </Group>
    </Chip.Group>
  )
}
