import type { AppRouter } from '@groundplan/api-client'
import { Alert, Badge, List, Stack, Text } from '@mantine/core'
import type { inferRouterOutputs } from '@trpc/server'
import { Panel } from '../../layout/panel.tsx'
import classes from './upgrade-changes.module.css'

type Preview = inferRouterOutputs<AppRouter>['environments']['previewUpgrade']

const levels: Readonly<Record<string, string>> = { breaking: 'red', feature: 'teal' }

/** What is different in the other version, and what becomes of the values. */
export function UpgradeChanges({ changes, inputs }: Pick<Preview, 'changes' | 'inputs'>) {
  return (
    <Stack gap="lg">
      <Panel title="Changes">
        {changes.length === 0 ? (
          <Text size="sm" c="dimmed">
            Inputs, outputs and parts are the same.
          </Text>
        ) : (
          <ul className={classes.list}>
            {changes.map(({ level, text }, index) => (
              <li key={index}>
                <Badge color={levels[level] ?? 'gray'}>{level}</Badge> {text}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <ValueNotice inputs={inputs} />
    </Stack>
  )
}

function ValueNotice({ inputs: { dropped, missing, invalid } }: Pick<Preview, 'inputs'>) {
  if (dropped.length + missing.length + invalid.length === 0) return null
  return (
    <Alert color="yellow" title="Some values need your attention">
      <List size="sm">
        {missing.map((name) => (
          <List.Item key={`missing ${name}`}>
            <code>{name}</code> is new and needs a value.
          </List.Item>
        ))}
        {invalid.map(({ input, message }) => (
          <List.Item key={`invalid ${input}`}>
            <code>{input}</code>: {message} Enter another value.
          </List.Item>
        ))}
        {dropped.map((name) => (
          <List.Item key={`dropped ${name}`}>
            The value of <code>{name}</code> is dropped: this version has no such input.
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
