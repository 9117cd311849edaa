import type { SharedInput } from '@groundplan/blueprint-generator/compose'
import { Switch } from '@mantine/core'
import { Panel } from '../layout/panel.tsx'
import { visibleName } from '../layout/visible-name.ts'
import classes from './compose.module.css'

export interface SharedInputsProps {
  readonly shared: readonly SharedInput[]
  /** Names of those that are one field for each part. */
  readonly apart: ReadonlySet<string>
  readonly onChange: (name: string, isShared: boolean) => void
}

/** The inputs that one field of the form can fill in several parts, each with a switch. */
export function SharedInputs({ shared, apart, onChange }: SharedInputsProps) {
  if (shared.length === 0) return null
  return (
    <Panel title="Shared inputs">
      <ul className={classes.shared}>
        {shared.map(({ name, for: places }) => (
          <li key={name}>
            <Switch
              label={visibleName(name)}
              description={`One field for ${places.map(({ grain }) => grain).join(', ')}`}
              checked={!apart.has(name)}
              onChange={(event) => onChange(name, event.currentTarget.checked)}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
