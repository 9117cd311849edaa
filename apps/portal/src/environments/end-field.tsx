import { NativeSelect, TextInput } from '@mantine/core'
import {
  inWords,
  listEndOptions,
  toLocalTime,
  type ChosenEnd,
  type DurationLimits,
} from './words/durations.ts'

export interface EndFieldProps {
  readonly value: ChosenEnd
  readonly onChange: (value: ChosenEnd) => void
  readonly error?: string | undefined
  readonly label: string
  /** Of the space, for a new environment. */
  readonly limits?: DurationLimits | undefined
}

/** Chooses when an environment ends. */
export function EndField({ value, onChange, error, label, limits }: EndFieldProps) {
  return (
    <>
      <NativeSelect
        label={label}
        description={limits?.longest && `The space allows at most ${inWords(limits.longest)}.`}
        data={[...listEndOptions(limits)]}
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
