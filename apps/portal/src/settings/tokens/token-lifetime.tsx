import { NativeSelect } from '@mantine/core'
import { formatDay } from '../../layout/format-relative-time.ts'

/** In days. */
export const usualLifetime = 90
const lifetimes = [7, 30, 60, 90, 180, 366]

export interface TokenLifetimeProps {
  /** In days. */
  readonly value: number
  readonly onChange: (days: number) => void
}

/** After how many days a new token expires. */
export function TokenLifetime({ value, onChange }: TokenLifetimeProps) {
  return (
    <NativeSelect
      label="Expires"
      description={`On ${formatDay(new Date(Date.now() + value * 86_400_000))}.`}
      data={lifetimes.map((days) => ({ value: String(days), label: `In ${days} days` }))}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  )
}
