import { Button, Menu, Stack, Text } from '@mantine/core'
import { useSession } from './session.ts'
import classes from './space-switcher.module.css'
import { switchSpace } from './space.ts'

/** The space that the portal shows, and the way to the others. Nothing where there is only the home space. */
export function SpaceSwitcher() {
  const { spaces = [], space } = useSession()
  const current = spaces.find(({ name }) => name === space)
  if (current === undefined || (spaces.length === 1 && current.name === homeSpace)) return null
  if (spaces.length === 1) {
    return (
      <Text size="sm" c="dimmed" truncate className={classes.name}>
        <span className="visually-hidden">Space: </span>
        {current.title}
      </Text>
    )
  }
  return (
    <Menu
      position="bottom-end"
      withArrow={false}
      transitionProps={{ duration: 80 }}
      // In the header, and with nothing but its items, as assistive technology expects.
      withinPortal={false}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <Button
          variant="default"
          size="compact-md"
          className={classes.name}
          aria-label={`Space: ${current.title}. Switch`}
        >
          <Text component="span" size="sm" truncate>
            {current.title}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.spaces}>
        <Menu.RadioGroup value={current.name} onChange={(name) => name !== current.name && switchSpace(name)}>
          {spaces.map(({ name, title, roles }) => (
            <Menu.RadioItem key={name} value={name} closeMenuOnClick>
              <Stack gap={0}>
                <span>{title}</span>
                <Text component="span" size="xs">
                  {[name, ...roles].join(' · ')}
                </Text>
              </Stack>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Who sees no other space need not know that there are any. */
const homeSpace = 'default'
