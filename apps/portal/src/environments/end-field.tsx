import { NativeSelect, TextInput } from '@mantine/core'
import { durations, toLocalTime, type ChosenEnd } from './words/durations.ts'

export interface EndFieldProps {
  readonly value: ChosenEnd
  readonly onChange: (value: ChosenEnd) => void
  readonly error?: string | undefined
  readonly label: string
}

/** Chooses when an environment ends. */
export function EndField({ value, onChange, error, label }: EndFieldProps) {
  return (
    <>
      <NativeSelect
        label={label}
        data={[
          ...durations.map((each) => ({ value: each.value, label: `${each.label} from now` })),
          { value: 'at', label: 'At a time …' },
          { value: 'never', label: 'Never' },
        ]}
        value={value.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value
          const time = value.time === '' ? toLocalTime(new Date(Date.now() + 86_400_000)) : value.time
          onChange({ kind, time })
        }}
      />
      {value.kind === 'at' && (
        <TextInput
          type="datetime-local"
          label="Date and time"
          value={value.time}
          min={toLocalTime(new Date())}
          error={error}
          onChange={(event) => onChange({ ...value, time: event.currentTarget.value })}
        />
      )}
    </>
  )
}
