import { TagsInput, SimpleGrid, TextInput } from '@mantine/core'
import { Panel } from '../../layout/panel.tsx'
import type { ChosenEnd, DurationLimits } from '../words/durations.ts'
import { EndField } from '../end-field.tsx'

/** What is chosen for an environment beside its inputs. */
export interface LaunchDetails {
  readonly name: string
  readonly end: ChosenEnd
  readonly component: string
  readonly labels: readonly string[]
  readonly collaborators: readonly string[]
}

export interface LaunchDetailsFieldsProps {
  readonly value: LaunchDetails
  readonly onChange: (value: LaunchDetails) => void
  /** What the space says about durations, once that is known. */
  readonly limits: DurationLimits | undefined
  readonly errors: { readonly name?: string | undefined; readonly end?: string | undefined }
}

/** The fields of an environment that every blueprint has. */
export function LaunchDetailsFields({ value, onChange, limits, errors }: LaunchDetailsFieldsProps) {
  const change = (part: Partial<LaunchDetails>) => onChange({ ...value, ...part })
  return (
    <Panel title="Environment">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <TextInput
          id="launch-name"
          label="Name"
          withAsterisk
          aria-required
          maxLength={100}
          autoComplete="off"
          value={value.name}
          error={errors.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <EndField
          label="Ends"
          value={value.end}
          limits={limits}
          error={errors.end}
          onChange={(end) => change({ end })}
        />
        <TextInput
          label="Component"
          description="The software that it belongs to. Optional."
          maxLength={200}
          value={value.component}
          onChange={(event) => change({ component: event.currentTarget.value })}
        />
        <TagsInput
          label="Labels"
          description="Press Enter after each. Optional."
          maxTags={50}
          acceptValueOnBlur
          value={[...value.labels]}
          onChange={(labels) => change({ labels })}
        />
        <TagsInput
          label="Collaborators"
          description="Who else may change it, e.g. ada@example.com. Optional."
          maxTags={100}
          acceptValueOnBlur
          value={[...value.collaborators]}
          onChange={(collaborators) => change({ collaborators })}
        />
      </SimpleGrid>
    </Panel>
  )
}
